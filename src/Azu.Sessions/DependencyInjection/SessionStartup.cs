using Microsoft.Extensions.Hosting;

namespace Azu.Sessions;

/// <summary>Runs what belongs to an engine for as long as the application runs; a setting that makes no sense shows here, before the first request.</summary>
internal sealed class SessionStartup<TData>(SessionEngine<TData> engine) : IHostedService, IDisposable where TData : notnull
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (engine.Json.FindLost() is { Count: > 0 } lost) engine.Log.MembersLost(typeof(TData).Name, string.Join(", ", lost));
        await PrepareAsync(cancellationToken);
        await engine.Removals.StartAsync(cancellationToken);
        await engine.Sweeper.StartAsync(cancellationToken);
        if (engine.KeyRefresher is { } refresher) await refresher.StartAsync(cancellationToken);
        if (engine.Clock is { } clock) await clock.StartAsync(cancellationToken);
        if (engine.Node is not { } node) return;
        if (node.Listening is { } listening) await listening.StartAsync(cancellationToken);
        if (node.Notes is { } notes) await notes.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (engine.KeyRefresher is { } refresher) await refresher.StopAsync(cancellationToken);
        if (engine.Node?.Notes is { } notes) await notes.StopAsync(cancellationToken);
        if (engine.Clock is { } clock) await clock.StopAsync(cancellationToken);
        await engine.Sweeper.StopAsync(cancellationToken);
        await engine.Removals.StopAsync(cancellationToken);
        // Last: what is removed until the end is announced to this node as well.
        if (engine.Node?.Listening is { } listening) await listening.StopAsync(cancellationToken);
    }

    public void Dispose()
    {
        engine.KeyRefresher?.Dispose();
        engine.Clock?.Dispose();
        engine.Sweeper.Dispose();
        engine.Removals.Dispose();
        engine.Node?.Notes?.Dispose();
        engine.Node?.Listening?.Dispose();
    }

    /// <summary>A store that cannot be reached is named now, and not by the first request that needs it.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (engine.Prepared is { } prepared) await prepared.PrepareAsync(cancellationToken);
            else if (engine.Calls is { } calls) await calls.AskOnceAsync(StoreProbe.AskAsync, cancellationToken);
        }
        catch (SessionStoreException e)
        {
            // It may come back, and an application that starts without its sessions is better than none.
            engine.Log.StoreNotReady(engine.Store.Name, LimitedLog.ReasonOf(e));
        }
    }
}
