using System.Collections.Concurrent;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>One application for each pipeline, or for each kind of route in it, started when a test first needs it.</summary>
public sealed class RouteApps : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RouteApp>>> _shared = new();

    /// <summary>Sends requests to a kind of route in a pipeline, one after the other.</summary>
    internal async Task<Outcome[]> AskAsync(Pipeline pipeline, RouteKind kind, params bool[] areSignedIn)
    {
        if (pipeline.IsShared) return await AskAsync(await _shared.GetOrAdd(pipeline.Name, _ => new(() => StartAsync(pipeline, kind))).Value, pipeline, kind,
            areSignedIn);
        await using var own = await StartAsync(pipeline, kind);
        return await AskAsync(own, pipeline, kind, areSignedIn);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _shared.Values) await (await app.Value).DisposeAsync();
    }

    private static Task<RouteApp> StartAsync(Pipeline pipeline, RouteKind kind) => RouteApp.StartAsync(app => pipeline.Build(app, kind));

    private static async Task<Outcome[]> AskAsync(RouteApp app, Pipeline pipeline, RouteKind kind, bool[] areSignedIn)
    {
        var outcomes = new List<Outcome>();
        foreach (var isSignedIn in areSignedIn) outcomes.Add(await app.AskAsync(pipeline.Address(kind), kind, isSignedIn));
        return [.. outcomes];
    }
}
