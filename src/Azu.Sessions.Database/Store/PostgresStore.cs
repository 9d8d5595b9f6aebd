using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>The store on PostgreSQL, which tells every node what changes, and what time it is.</summary>
internal sealed class PostgresStore : DatabaseStore, IAnnouncingStore, ISessionClock
{
    private readonly PostgresAnnouncements _announcements;
    private readonly Func<PostgresBackplane> _backplane;

    public PostgresStore(DatabaseLink link, PostgresAnnouncements announcements, NpgsqlDataSource dataSource, TimeProvider time) : base(link, time)
    {
        _announcements = announcements;
        _backplane = () => new(announcements, link, dataSource, PrepareAsync, time);
    }

    // PostgreSQL commits one transaction that notifies at a time, for all databases of a server.
    public bool AnnouncesAtNoCost => false;

    public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer)
    {
        _announcements.Begin(announcer);
        return _backplane();
    }

    public async ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(await ReadAsync(ReadClockAsync, cancellationToken));

    // Not now(): that is when the transaction began.
    private static async ValueTask<long> ReadClockAsync(StoreConnection connection)
    {
        await using var command = connection.Command("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
