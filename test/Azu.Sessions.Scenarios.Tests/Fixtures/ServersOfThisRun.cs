using System.Collections.Concurrent;
using Azu.Sessions.Scenarios.Tests;

[assembly: AssemblyFixture(typeof(ServersOfThisRun))]
// Most of the time is spent waiting: for other processes, and while something is disturbed. What is disturbed has a server of its own.
[assembly: Xunit.v3.Parallelization(MaxThreads = 6)]

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Servers that scenarios share. One starts when a scenario first needs it, and ends with the run.</summary>
public sealed class ServersOfThisRun : IAsyncDisposable
{
    private static readonly ConcurrentStack<IAsyncDisposable> s_started = new();

    /// <summary>Disposes it at the end of the run.</summary>
    public static T Keep<T>(T started) where T : IAsyncDisposable
    {
        s_started.Push(started);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        while (s_started.TryPop(out var server)) await server.DisposeAsync();
    }
}
