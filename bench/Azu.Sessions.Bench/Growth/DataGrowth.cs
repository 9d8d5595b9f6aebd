using System.Globalization;

namespace Azu.Sessions.Bench;

/// <summary>What a request costs by the size of its data.</summary>
internal static class DataGrowth
{
    // The largest data whose cookie browsers keep: the library refuses a larger cookie.
    private static readonly int[] s_sizes = [100, 1_000, 10_000], s_cookieSizes = [100, 1_000, 2_500];

    public static async Task<MarkdownTable> RunAsync(BenchOptions options)
    {
        var table = new MarkdownTable("Data of a session: one caller, requests without HTTP", "store", "B of JSON", "read, µs", "read, client's CPU, µs",
            "read + write, µs", "read + write, client's CPU, µs");
        foreach (var start in (Func<Task<GrowingStore>>[])[GrowingStore.MemoryAsync, GrowingStore.CookieAsync, GrowingStore.RedisAsync,
            GrowingStore.PostgresAsync])
        {
            await using var store = await start();
            (CallCost Read, CallCost Write)? smallest = null;
            foreach (var size in store.Name == "encrypted cookie" ? s_cookieSizes : s_sizes)
            {
                var (read, write) = await MeasureAsync(store, size, options);
                smallest ??= (read, write);
                table.Add([store.Name, size.ToString("N0", CultureInfo.InvariantCulture), .. read.Cells(smallest.Value.Read),
                    .. write.Cells(smallest.Value.Write)]);
            }
        }

        return table;
    }

    private static async Task<(CallCost Read, CallCost Write)> MeasureAsync(GrowingStore store, int size, BenchOptions options)
    {
        var token = (await store.Manager.CreateAsync(OfSize(store.Engine, size))).Token;
        return (await CallCost.OfAsync(options, () => EngineRequest.ReadAsync(store.Engine, token)),
            await CallCost.OfAsync(options, () => EngineRequest.WriteAsync(store.Engine, token)));
    }

    /// <summary>Data whose JSON has exactly this size: a name of random letters fills it up.</summary>
    private static UserSession OfSize(SessionEngine<UserSession> engine, int size)
    {
        var data = new UserSession { Language = "", Visits = 1 };
        var missing = size - engine.Json.Serialize(data with { UserName = "" }).Length;
        return missing >= 0 ? data with { UserName = Letters(missing) } : throw new BenchException($"No data has only {size} bytes.");
    }

    private static string Letters(int count) => new([.. new Random(1).GetItems("abcdefghijklmnopqrstuvwxyz"u8.ToArray(), count).Select(static b => (char)b)]);
}
