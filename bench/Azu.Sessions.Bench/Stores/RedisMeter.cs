using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>
/// Measures a Redis: its own CPU by <c>INFO</c>, the commands of its clients by <c>MONITOR</c>. The counters of <c>INFO</c> count what scripts call, too.
/// </summary>
internal sealed class RedisMeter(RedisServer server) : StoreMeter
{
    public override async Task<TimeSpan?> CpuAsync() => (await RedisUse.OfAsync(server)).Server;

    public override Task<double> HeldAsync() => RedisUse.NumberAsync(server, "memory", "used_memory");

    public override async Task<double> CommandsAsync(Func<Task> actAsync)
    {
        await using var monitor = await RedisMonitor.StartAsync(server);
        await actAsync();
        // A last command that it hears: whatever came before has been heard then.
        var end = Guid.NewGuid().ToString("N");
        await server.AskAsync("ECHO", end);
        for (var looks = 0; looks < 500; looks++)
        {
            var sent = monitor.Sent();
            if (sent.Any(words => words.Contains(end))) return sent.Count - 1;
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        throw new BenchException("Redis did not report its commands.");
    }
}
