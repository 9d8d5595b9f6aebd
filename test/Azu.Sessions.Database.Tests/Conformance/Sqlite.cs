using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Azu.Sessions.Database.Tests;

/// <summary>The store on SQLite, in a file of its own.</summary>
public class Sqlite : SharedStoreUnderTest
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DatabaseStore[] _nodes = new DatabaseStore[3];
    private readonly DatabaseStore _unreachable;

    public Sqlite() => _unreachable = DatabaseNode.Create(Open("nowhere/sessions.db"), new(), Clock);

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
            _nodes[i] = DatabaseNode.Create(Open("sessions.db"), OptionsOf(i == 2 ? "neighbours" : "sessions"), Clock);
            await _nodes[i].PrepareAsync(TestContext.Current.CancellationToken);
        }
    }

    public override async ValueTask SpoilAsync(SessionId id, Spoiling how)
    {
        await using var file = Open("sessions.db");
        await using var command = file.CreateCommand($"UPDATE sessions SET secret_hash = x'01' WHERE id = x'{id}'");
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _unreachable.DisposeAsync();
        _directory.Dispose();
    }

    private DbDataSource Open(string file) => SqliteFactory.Instance.CreateDataSource($"Data Source={_directory.File(file)};Pooling=False");

    protected virtual DatabaseStoreOptions OptionsOf(string table) => new() { Table = table, MigrateOnStart = true, CommandTimeout = DatabaseNode.Patience };
}

public sealed class SqliteIsComplete : ConformanceIsComplete<Sqlite>;
public sealed class SqliteRemoveConditionConformance : RemoveConditionConformance<Sqlite>;
public sealed class SqliteRemoveRaces : RemoveRaces<Sqlite>;
public sealed class SqliteUnreadableConformance : UnreadableConformance<Sqlite>;
public sealed class SqliteListIdsConformance : ListIdsConformance<Sqlite>;
public sealed class SqliteUnreadableListConformance : UnreadableListConformance<Sqlite>;
public sealed class SqliteEstimateConformance : EstimateConformance<Sqlite>;
public sealed class SqlitePresenceConformance : PresenceConformance<Sqlite>;
public sealed class SqliteUnreachableConformance : UnreachableConformance<Sqlite>;
public sealed class SqliteGivenUpConformance : GivenUpConformance<Sqlite>;
public sealed class SqliteNodesConformance : NodesConformance<Sqlite>;
public sealed class SqlitePreparedConformance : PreparedConformance<Sqlite>;
public sealed class SqliteCreateConformance : CreateConformance<Sqlite>;
public sealed class SqliteUpdateConformance : UpdateConformance<Sqlite>;
public sealed class SqliteTouchConformance : TouchConformance<Sqlite>;
public sealed class SqliteRemoveConformance : RemoveConformance<Sqlite>;
public sealed class SqliteExpiryConformance : ExpiryConformance<Sqlite>;
public sealed class SqliteRoundTripConformance : RoundTripConformance<Sqlite>;
public sealed class SqliteIsolationConformance : IsolationConformance<Sqlite>;
public sealed class SqliteCancellationConformance : CancellationConformance<Sqlite>;
public sealed class SqliteStoreRaces : StoreRaces<Sqlite>;
public sealed class SqliteListConformance : ListConformance<Sqlite>;
public sealed class SqliteLookupConformance : LookupConformance<Sqlite>;
public sealed class SqliteClearConformance : ClearConformance<Sqlite>;
public sealed class SqliteIndexRaces : IndexRaces<Sqlite>;
public sealed class SqliteReportedExpiryConformance : ReportedExpiryConformance<Sqlite>;
public sealed class SqliteSharedStoreConformance : SharedStoreConformance<Sqlite>;
public sealed class SqliteNeighbourConformance : NeighbourConformance<Sqlite>;
