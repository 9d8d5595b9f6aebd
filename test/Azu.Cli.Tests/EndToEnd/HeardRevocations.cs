using System.Diagnostics;

namespace Azu.Cli.Tests;

/// <summary>How long each node still admits each session, from the last moment at which the store had it.</summary>
internal sealed class HeardRevocations(SharedNodes nodes, IReadOnlyList<SharedVisitor> ending)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Asks again and again until no node admits any of them.</summary>
    public async Task<IReadOnlyList<TimeSpan>> WatchAsync()
    {
        var stored = ending.Select(visitor => LastAsync(() => nodes.IsStoredAsync(visitor))).ToList();
        var admitted = ending.SelectMany((visitor, i) =>
            nodes.Nodes.Select(node => (Stored: stored[i], Admitted: LastAsync(() => nodes.AdmitsAsync(node, visitor))))).ToList();
        await Task.WhenAll([.. stored, .. admitted.Select(a => a.Admitted)]);
        return [.. admitted.Select(a => a.Admitted.Result - a.Stored.Result).Select(lag => lag < TimeSpan.Zero ? TimeSpan.Zero : lag)];
    }

    /// <summary>When the last question was sent that was answered by yes.</summary>
    private async Task<TimeSpan> LastAsync(Func<Task<bool?>> ask)
    {
        using var look = new PeriodicTimer(s_pause);
        var last = TimeSpan.Zero;
        while (true)
        {
            var sent = _clock.Elapsed;
            var answer = await ask();
            if (answer == false) return last;
            if (answer == true) last = sent;
            Assert.True(sent < s_limit, "A session goes on after its end.");
            await look.WaitForNextTickAsync();
        }
    }
}
