using System.Diagnostics;
using System.Globalization;
using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>What one request takes, and what it costs on both sides of Redis.</summary>
/// <param name="Sample">Time, CPU and bytes.</param>
/// <param name="Commands">Commands that Redis carries out, those that scripts call included.</param>
/// <param name="Published">Messages that are published; each goes to every node.</param>
internal sealed record NodeCost(RedisCostSample Sample, double Commands, double Published)
{
    /// <summary>Sends requests one after the other; what nodes send by themselves in that time is counted too.</summary>
    public static async Task<NodeCost> OfAsync(RedisServer redis, BenchOptions options, Func<Task> request)
    {
        await RunAsync(TimeSpan.FromSeconds(options.WarmUpSeconds), request); // the copies are there then
        var commands = await redis.CommandsAsync();
        var use = await RedisUse.OfAsync(redis);
        var start = Stopwatch.GetTimestamp();
        var requests = await RunAsync(options.PartTime * 2, request);
        var took = Stopwatch.GetElapsedTime(start);
        var sample = (await RedisUse.OfAsync(redis)).Since(use, requests, took);
        var after = await redis.CommandsAsync();
        return new(sample, (double)(after.Where(static c => c.Key != "info").Sum(static c => c.Value)
                - commands.Where(static c => c.Key != "info").Sum(static c => c.Value)) / requests,
            (double)(after.GetValueOrDefault("publish") - commands.GetValueOrDefault("publish")) / requests);
    }

    /// <summary>The cells of a row. Times and bytes have their ratio to the smallest case.</summary>
    public string[] Cells(NodeCost smallest) =>
    [
        CallCost.Cell(1e6 / Sample.PerSecond, 1e6 / smallest.Sample.PerSecond),
        CallCost.Cell(Sample.ClientMicroseconds, smallest.Sample.ClientMicroseconds),
        CallCost.Cell(Sample.ServerMicroseconds, smallest.Sample.ServerMicroseconds),
        Commands.ToString("0.00", CultureInfo.InvariantCulture),
        Published.ToString("0.00", CultureInfo.InvariantCulture),
        CallCost.Cell(Sample.ReceivedBytes, smallest.Sample.ReceivedBytes),
    ];

    private static async Task<int> RunAsync(TimeSpan time, Func<Task> request)
    {
        var start = Stopwatch.GetTimestamp();
        var requests = 0;
        for (; Stopwatch.GetElapsedTime(start) < time; requests++) await request();
        return requests;
    }
}
