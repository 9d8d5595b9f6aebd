using System.Globalization;

namespace Azu.Sessions.Bench;

/// <summary>Whether a request notices how many sessions the store holds.</summary>
internal static class SessionGrowth
{
    private const int Creators = 64;

    public static async Task<MarkdownTable> RunAsync(BenchOptions options)
    {
        var table = new MarkdownTable("Sessions in the store: one caller, random sessions", "store", "sessions", "find, µs", "find, client's CPU, µs",
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
            var random = new Random(size);
            var find = await CallCost.OfAsync(options, async () =>
                _ = await store.Manager.FindAsync(ids[random.Next(size)]) ?? throw new BenchException("A session is not there."));
            var update = await CallCost.OfAsync(options, async () => await store.Manager.UpdateAsync(ids[random.Next(size)], static d => d.Visited()));
            smallest ??= (find, update);
            table.Add([store.Name, size.ToString("N0", CultureInfo.InvariantCulture), .. find.Cells(smallest.Value.Find),
                .. update.Cells(smallest.Value.Update)]);
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
}
