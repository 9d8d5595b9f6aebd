using Microsoft.Data.Sqlite;

namespace Azu.Sessions.Database.Tests;

/// <summary>The store on SQLite, in a file of its own.</summary>
public class Sqlite : SharedStoreUnderTest
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DatabaseStore[] _nodes = new DatabaseStore[3];

    public override ISessionStore Store => _nodes[0];

    public override ISessionIndex? Index => _nodes[0];

    public override ISessionStore OtherNode => _nodes[1];

    public override ISessionStore Neighbour => _nodes[2];

    public override async ValueTask InitializeAsync()
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            var dataSource = SqliteFactory.Instance.CreateDataSource($"Data Source={_directory.File("sessions.db")};Pooling=False");
            _nodes[i] = Node.Create(dataSource, OptionsOf(i == 2 ? "neighbours" : "sessions"), Clock);
            await _nodes[i].PrepareAsync(TestContext.Current.CancellationToken);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        _directory.Dispose();
    }

    protected virtual DatabaseStoreOptions OptionsOf(string table) => new() { Table = table, MigrateOnStart = true };
}

public sealed class SqliteIsComplete : ConformanceIsComplete<Sqlite>;
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
