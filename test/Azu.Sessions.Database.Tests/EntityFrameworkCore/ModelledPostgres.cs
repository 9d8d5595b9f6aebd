namespace Azu.Sessions.Database.Tests;

/// <summary>The store on tables that the model has made.</summary>
public sealed class ModelledPostgres : SharedStoreUnderTest
{
    private readonly DatabaseStore[] _nodes = new DatabaseStore[3];
    private readonly string _schema = SharedPostgres.NewSchema();

    public override ISessionStore Store => _nodes[0];

    public override ISessionIndex? Index => _nodes[0];

    public override ISessionStore OtherNode => _nodes[1];

    public override ISessionStore Neighbour => _nodes[2];

    public override bool TellsNewerFromBroken => false;

    public override int Rounds => 20;

    public override async ValueTask InitializeAsync()
    {
        foreach (var table in (string[])["sessions", "neighbours"]) await PostgresModelTests.MakeAsync(_schema, d => (d.Schema, d.Table) = (_schema, table));
        for (var i = 0; i < _nodes.Length; i++)
            _nodes[i] = DatabaseNode.Create(SharedPostgres.NewDataSource(),
                new() { Schema = _schema, Table = i == 2 ? "neighbours" : "sessions", Audit = true, CommandTimeout = DatabaseNode.Patience }, Clock);
    }

    public override async ValueTask SpoilAsync(SessionId id, Spoiling how)
    {
        await using var server = SharedPostgres.NewDataSource(1);
        await using var command = server.CreateCommand($"UPDATE {_schema}.sessions SET secret_hash = '\\x01' WHERE id = '\\x{id}'");
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }
}

[Trait("Tier", "Soak")]
public sealed class ModelledPostgresCreateConformance : CreateConformance<ModelledPostgres>;
public sealed class ModelledPostgresUpdateConformance : UpdateConformance<ModelledPostgres>;
[Trait("Tier", "Soak")]
public sealed class ModelledPostgresRoundTripConformance : RoundTripConformance<ModelledPostgres>;
[Trait("Tier", "Soak")]
public sealed class ModelledPostgresLookupConformance : LookupConformance<ModelledPostgres>;
[Trait("Tier", "Soak")]
public sealed class ModelledPostgresReportedExpiryConformance : ReportedExpiryConformance<ModelledPostgres>;
