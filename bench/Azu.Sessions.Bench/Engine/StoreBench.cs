using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.Bench;

/// <summary>What sessions cost that are only held, and whether a request notices how many there are.</summary>
internal static class StoreBench
{
    private const int ActiveSessions = 1_000;

    public static async Task<MarkdownTable> RunAsync(BenchOptions options)
    {
        var table = new MarkdownTable("The memory store", "what", "value", "budget");
        var count = options.IsQuick ? 20_000 : 100_000;
        var payload = JsonSerializer.SerializeToUtf8Bytes(UserSession.Sample, BenchJson.Default.UserSession).Length;
        var own = await HeldPerSessionAsync(count) - payload;
        table.Add($"bytes held per session beyond its {payload} B of JSON ({count:N0} sessions)", Text(own), own <= 260 ? "≤ 260 B" : "**≤ 260 B missed**");
        table.Add("the same, built-in session", Text(await HeldByBuiltInAsync(count) - payload), "");
        int[] sizes = options.IsQuick ? [1_000, 100_000] : [1_000, 100_000, 1_000_000];
        double? first = null;
        foreach (var size in sizes)
        {
            var time = await RequestAsync(size, options.PartTime * 4);
            first ??= time;
            table.Add(
                $"ns per request (read, no HTTP) with {size:N0} sessions, of which {ActiveSessions:N0} are active",
                Text(time),
                string.Create(CultureInfo.InvariantCulture, $"flat: {time / first:0.00} × the smallest store"));
        }

        return table;
    }

    private static async Task<double> HeldPerSessionAsync(int count)
    {
        await using var bench = new BenchEngine();
        await bench.BeginAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < count; i++) await bench.BeginAsync();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(bench);
        return (double)held / count;
    }

    private static async Task<double> HeldByBuiltInAsync(int count)
    {
        var cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions { SizeLimit = null }));
        var store = new DistributedSessionStore(cache, NullLoggerFactory.Instance);
        await BeginBuiltInAsync(store, "first");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < count; i++) await BeginBuiltInAsync(store, Convert.ToHexString(BitConverter.GetBytes(i)).PadLeft(36, '0'));
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(store);
        return (double)held / count;
    }

    private static async Task BeginBuiltInAsync(DistributedSessionStore store, string key)
    {
        var session = store.Create(key, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1), static () => true, isNewSessionKey: true);
        session.Set(BuiltInApp.Key, JsonSerializer.SerializeToUtf8Bytes(UserSession.Sample, BenchJson.Default.UserSession));
        await session.CommitAsync();
    }

    private static async Task<double> RequestAsync(int size, TimeSpan time)
    {
        await using var bench = new BenchEngine();
        var active = new string[ActiveSessions];
        // Spread over the whole store, in memory too.
        for (var i = 0; i < size; i++)
        {
            var token = await bench.BeginAsync();
            if (i % (size / ActiveSessions) == 0 && i / (size / ActiveSessions) < ActiveSessions) active[i / (size / ActiveSessions)] = token;
        }

        GC.Collect();
        var next = 0;
        return RequestTime.NanosecondsOf(time, times =>
        {
            for (var i = 0; i < times; i++)
            {
                next = (next + 617) % ActiveSessions; // a step without a common divisor: every session, and not in the order of their making
                bench.Request(active[next], static s => _ = s.Data);
            }
        });
    }

    private static string Text(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
