using Npgsql;

namespace Azu.Sessions.Database.Tests;

/// <summary>The store on PostgreSQL, in a schema of its own.</summary>
public class Postgres : SharedStoreUnderTest
{
    private readonly DatabaseStore[] _nodes = new DatabaseStore[3];
    private readonly DatabaseStore _unreachable;
    private readonly string _schema = SharedPostgres.NewSchema();

    public Postgres() => _unreachable = DatabaseNode.Create(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=azu;Timeout=2"), new(), Clock);

    public override ISessionStore Store => _nodes[0];

    public override ISessionIndex? Index => _nodes[0];

    public override ISessionStore OtherNode => _nodes[1];

    public override ISessionStore Neighbour => _nodes[2];

    public override ISessionStore Unreachable => _unreachable;

    public override bool TellsNewerFromBroken => false;

    public override async ValueTask InitializeAsync()
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            _nodes[i] = DatabaseNode.Create(SharedPostgres.NewDataSource(), OptionsOf(_schema, i == 2 ? "neighbours" : "sessions"), Clock);
            await _nodes[i].PrepareAsync(TestContext.Current.CancellationToken);
        }
    }

    public override async ValueTask SpoilAsync(SessionId id, Spoiling how)
    {
        await using var server = SharedPostgres.NewDataSource(1);
        await server.ExecuteAsync($"UPDATE {_schema}.sessions SET secret_hash = '\\x01' WHERE id = '\\x{id}'");
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _unreachable.DisposeAsync();
    }

    protected virtual DatabaseStoreOptions OptionsOf(string schema, string table) =>
        new() { Schema = schema, Table = table, MigrateOnStart = true, CommandTimeout = DatabaseNode.Patience };
}

public sealed class PostgresIsComplete : ConformanceIsComplete<Postgres>;
public sealed class PostgresRemoveConditionConformance : RemoveConditionConformance<Postgres>;
public sealed class PostgresRemoveRaces : RemoveRaces<Postgres>;
public sealed class PostgresUnreadableConformance : UnreadableConformance<Postgres>;
public sealed class PostgresListIdsConformance : ListIdsConformance<Postgres>;
public sealed class PostgresUnreadableListConformance : UnreadableListConformance<Postgres>;
public sealed class PostgresEstimateConformance : EstimateConformance<Postgres>;
public sealed class PostgresPresenceConformance : PresenceConformance<Postgres>;
public sealed class PostgresUnreachableConformance : UnreachableConformance<Postgres>;
public sealed class PostgresGivenUpConformance : GivenUpConformance<Postgres>;
public sealed class PostgresNodesConformance : NodesConformance<Postgres>;
public sealed class PostgresClockConformance : ClockConformance<Postgres>;
public sealed class PostgresPreparedConformance : PreparedConformance<Postgres>;
public sealed class PostgresCreateConformance : CreateConformance<Postgres>;
public sealed class PostgresUpdateConformance : UpdateConformance<Postgres>;
public sealed class PostgresTouchConformance : TouchConformance<Postgres>;
public sealed class PostgresRemoveConformance : RemoveConformance<Postgres>;
public sealed class PostgresExpiryConformance : ExpiryConformance<Postgres>;
public sealed class PostgresRoundTripConformance : RoundTripConformance<Postgres>;
public sealed class PostgresIsolationConformance : IsolationConformance<Postgres>;
public sealed class PostgresCancellationConformance : CancellationConformance<Postgres>;
public sealed class PostgresStoreRaces : StoreRaces<Postgres>;
public sealed class PostgresListConformance : ListConformance<Postgres>;
public sealed class PostgresLookupConformance : LookupConformance<Postgres>;
public sealed class PostgresClearConformance : ClearConformance<Postgres>;
public sealed class PostgresIndexRaces : IndexRaces<Postgres>;
public sealed class PostgresReportedExpiryConformance : ReportedExpiryConformance<Postgres>;
public sealed class PostgresSharedStoreConformance : SharedStoreConformance<Postgres>;
public sealed class PostgresNeighbourConformance : NeighbourConformance<Postgres>;
public sealed class PostgresAnnouncementConformance : AnnouncementConformance<Postgres>;
public sealed class PostgresAnnouncedClearConformance : AnnouncedClearConformance<Postgres>;
