using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Database.Tests;

/// <summary>An application with sessions and without HTTP.</summary>
internal static class SessionHost
{
    public static IHost Build(Action<AzuSessionsBuilder<Data>> configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        configure(builder.Services.AddAzuSessionsCore<Data>(o => o.Secret = "b2theS10aGlzLWlzLW9ubHktYS10ZXN0LXNlY3JldC0xMjM0NTY3ODkw"));
        return builder.Build();
    }

    public sealed record Data
    {
        public string Name { get; init; } = "";
    }
}
