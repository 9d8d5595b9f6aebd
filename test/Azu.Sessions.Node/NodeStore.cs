using System.Globalization;

namespace Azu.Sessions.Node;

/// <summary>
/// Which store the processes share: the setting <c>store</c>, and where it is: <c>address</c>. In front of a server there are copies. They live for
/// <c>life</c>; without it, as long as they do by default.
/// </summary>
internal static class NodeStore
{
    public static AzuSessionsBuilder<TData> UseNodeStore<TData>(this AzuSessionsBuilder<TData> builder, IConfiguration settings) where TData : notnull =>
        settings["store"] switch
        {
            "cookie" => builder.UseCookieStore(),
            "sqlite" => builder.UseDatabaseStore(Address(settings), d => d.MigrateOnStart = true),
            "redis" => builder.UseRedisStore(Address(settings)).WithCopies(settings),
            // All of them start at once, and one of them makes the tables.
            "postgresql" => builder.UseDatabaseStore(Address(settings), d => d.MigrateOnStart = true).WithCopies(settings),
            var other => throw new InvalidOperationException($"There is no store {other}."),
        };

    private static string Address(IConfiguration settings) => settings["address"] ?? throw new InvalidOperationException("The setting address is missing.");

    private static AzuSessionsBuilder<TData> WithCopies<TData>(this AzuSessionsBuilder<TData> builder, IConfiguration settings) where TData : notnull =>
        builder.WithNearCache(c => c.TimeToLive = settings["life"] is { } life ? TimeSpan.Parse(life, CultureInfo.InvariantCulture) : null);
}
