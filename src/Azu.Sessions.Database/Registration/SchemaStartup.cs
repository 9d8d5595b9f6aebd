using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Database;

/// <summary>
/// Looks at the tables, or migrates them, when the application starts. Tables that do not fit end the start, with the reason; a database that cannot be reached
/// does not, because it may come back.
/// </summary>
internal sealed class SchemaStartup<TData>(RegisteredStore<TData> registered, ILogger log) : IHostedService where TData : notnull
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (registered.StoreInUse is not { } store) return;
        try
        {
            await store.PrepareAsync(cancellationToken);
        }
        catch (SessionStoreException e) when (e is not SessionSchemaException)
        {
            log.NotReady(store.Name, e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
