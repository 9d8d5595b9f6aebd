namespace Azu.Sessions.Node;

/// <summary>
/// Which store the processes share: the setting <c>store</c>, and where it is: <c>address</c>. Copies live for <c>life</c>; without it, as long as they do
/// by default.
/// </summary>
internal static class NodeStore
{
    public static AzuSessionsBuilder<TData> UseNodeStore<TData>(this AzuSessionsBuilder<TData> builder, IConfiguration settings) where TData : notnull
    {
        var address = settings["address"] ?? throw new InvalidOperationException("The setting address is missing.");
        var store = settings["store"] switch
        {
            "redis" => builder.UseRedisStore(address),
            // All of them start at once, and one of them makes the tables.
            "postgresql" => builder.UseDatabaseStore(address, d => d.MigrateOnStart = true),
            var other => throw new InvalidOperationException($"There is no store {other}."),
        };
        return store.WithNearCache(c => c.TimeToLive = settings.GetValue<TimeSpan?>("life"));
    }
}
