using System.Globalization;

namespace Azu.Sessions.Bench;

/// <summary>Whether a request notices how many sessions the store holds.</summary>
internal static class SessionGrowth
{
    private const int Creators = 64;

    // Fewer than the caches of the CPU hold.
    private const int Few = 1_000;

    public static async Task<MarkdownTable> RunAsync(BenchOptions options)
    {
        var table = new MarkdownTable("Sessions in the store: one caller", "store", "sessions", "in use, at random", "find, µs", "find, client's CPU, µs",
            "update, µs", "update, client's CPU, µs");
        foreach (var start in (Func<Task<GrowingStore>>[])[GrowingStore.MemoryAsync, GrowingStore.RedisAsync, GrowingStore.PostgresAsync,
            GrowingStore.SqliteAsync])
        {
            await using var store = await start();
            await AddAsync(table, store, options);
        }

        return table;
    }

    private static async Task AddAsync(MarkdownTable table, GrowingStore store, BenchOptions options)
    {
        int[] sizes = options.IsQuick && store.Name != "memory" ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000];
        var ids = new SessionId[sizes[^1]];
        var filled = 0;
        (CallCost Find, CallCost Update)? smallest = null;
        foreach (var size in sizes)
        {
            await FillAsync(store, ids, filled, size);
            filled = size;
            // The caches of the CPU do not hold a large memory store. So that store is also measured while few of its sessions are in use.
            foreach (var inUse in store.Name == "memory" && size > Few ? [Few, size] : (int[])[size])
            {
                var random = new Random(size);
                var find = await CallCost.OfAsync(options, async () =>
                    _ = await store.Manager.FindAsync(Any()) ?? throw new BenchException("A session is not there."));
                var update = await CallCost.OfAsync(options, async () => await store.Manager.UpdateAsync(Any(), static d => d.Visited()));
                smallest ??= (find, update);
                table.Add([store.Name, Text(size), Text(inUse), .. find.Cells(smallest.Value.Find), .. update.Cells(smallest.Value.Update)]);

                SessionId Any() => ids[(long)random.Next(inUse) * size / inUse];
            }
        }
    }

    /// <summary>Creates sessions until the store holds <paramref name="size"/>, through the store itself: its tables and lists are then as in use.</summary>
    private static async Task FillAsync(GrowingStore store, SessionId[] ids, int filled, int size)
    {
        var next = filled - 1;
        await Task.WhenAll(Enumerable.Range(0, Creators).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < size;) ids[i] = (await store.Manager.CreateAsync(UserSession.Sample)).Session.Id;
        })));
    }

    private static string Text(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
