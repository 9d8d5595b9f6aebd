using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>The store on PostgreSQL, which can tell every node what changes.</summary>
internal sealed class PostgresStore : DatabaseStore, IAnnouncingStore
{
    private readonly PostgresAnnouncements _announcements;
    private readonly Func<PostgresBackplane> _backplane;

    public PostgresStore(DatabaseLink link, PostgresAnnouncements announcements, NpgsqlDataSource dataSource, TimeProvider time) : base(link, time)
    {
        _announcements = announcements;
        _backplane = () => new(announcements, link, dataSource, PrepareAsync, time);
    }

    public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer)
    {
        _announcements.Begin(announcer);
        return _backplane();
    }
}
