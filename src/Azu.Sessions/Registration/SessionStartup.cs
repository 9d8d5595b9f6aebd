using Microsoft.Extensions.Hosting;

namespace Azu.Sessions;

/// <summary>Runs what belongs to an engine for as long as the application runs; a setting that makes no sense shows here, before the first request.</summary>
internal sealed class SessionStartup<TData>(SessionEngine<TData> engine) : IHostedService, IDisposable where TData : notnull
{
    private readonly ExpirySweeper<TData> _sweeper = new(engine);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.Removals.StartAsync(cancellationToken);
        await _sweeper.StartAsync(cancellationToken);
        if (engine.KeyRefresher is { } refresher) await refresher.StartAsync(cancellationToken);
        if (engine.Node is { } node) await node.Keeper.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (engine.KeyRefresher is { } refresher) await refresher.StopAsync(cancellationToken);
        await _sweeper.StopAsync(cancellationToken);
        await engine.Removals.StopAsync(cancellationToken);
        // Last: what is removed until the end is announced to this node as well.
        if (engine.Node is { } node) await node.Keeper.StopAsync(cancellationToken);
    }

    public void Dispose()
    {
        engine.KeyRefresher?.Dispose();
        _sweeper.Dispose();
        engine.Removals.Dispose();
        engine.Node?.Keeper.Dispose();
    }
}
