using Azu.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Takes the keys of sessions from ASP.NET Core Data Protection.</summary>
public static class AzuSessionsBuilderDataProtectionExtensions
{
    /// <summary>
    /// Derives the keys of sessions from those of ASP.NET Core Data Protection instead of a secret: it makes them, rotates them (every 90 days
    /// unless told otherwise) and revokes them. All nodes must share its keys, its application discriminator (<c>SetApplicationName</c>; else the content
    /// root) and the host's application name. Where one of them differs, nothing of the other application is accepted. A secret that was used before
    /// belongs into <see cref="AzuSessionsOptions.PreviousSecrets"/>.
    /// </summary>
    public static AzuSessionsBuilder<TData> UseDataProtection<TData>(this AzuSessionsBuilder<TData> builder) where TData : notnull
    {
        builder.Services.AddDataProtection();
        return builder.UseKeySource(static services => new DataProtectionKeySource(
            services.GetRequiredService<IKeyManager>(),
            services.GetRequiredService<IDataProtectionProvider>(),
            services.GetRequiredService<IOptions<DataProtectionOptions>>().Value.ApplicationDiscriminator,
            services.GetService<IHostEnvironment>()?.ApplicationName,
            services.GetRequiredService<ILoggerFactory>().CreateLogger(SessionLog.Category)));
    }
}
