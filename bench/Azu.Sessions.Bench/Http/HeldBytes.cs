namespace Azu.Sessions.Bench;

/// <summary>What one session holds while no request asks for it. What is unknown is not a number.</summary>
/// <param name="Application">Bytes in the process of the application.</param>
/// <param name="Store">Bytes in the store server, or on its disk.</param>
internal readonly record struct HeldBytes(double Application, double Store)
{
    // The first ones also pay for what is made once: code, connections, pages of a table.
    private const int First = 2_000;

    public static HeldBytes Unknown { get; } = new(double.NaN, double.NaN);

    /// <summary>Begins many sessions, and divides what is held more by their number.</summary>
    public static async Task<HeldBytes> OfAsync(ServerProcess server, StoreMeter store, BenchOptions options)
    {
        var count = options.IsQuick ? 2_000 : 10_000;
        await server.BeginSessionsAsync(First);
        var before = await NowAsync();
        await server.BeginSessionsAsync(count);
        var after = await NowAsync();
        return new((after.Application - before.Application) / count, (after.Store - before.Store) / count);

        async Task<HeldBytes> NowAsync() => new(await server.HeldAsync(), await store.HeldAsync());
    }
}
