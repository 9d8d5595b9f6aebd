namespace Azu.Sessions.Database.Tests;

/// <summary>The store on tables that the model has made in a SQLite file.</summary>
public sealed class ModelledSqlite : StoreUnderTest
{
    private readonly TemporaryDirectory _directory = new();
    private DatabaseStore? _store;

    public override ISessionStore Store => _store!;

    public override ISessionIndex? Index => _store;

    public override bool TellsNewerFromBroken => false;

    public override int Rounds => 20;

    public override async ValueTask InitializeAsync()
    {
        await using (var dataSource = SqliteModel.Open(_directory, "sessions.db")) await SqliteModel.MakeAsync(dataSource);
        _store = DatabaseNode.Create(SqliteModel.Open(_directory, "sessions.db"), new() { Audit = true, CommandTimeout = DatabaseNode.Patience }, Clock);
    }

    public override async ValueTask SpoilAsync(SessionId id, Spoiling how)
    {
        await using var file = SqliteModel.Open(_directory, "sessions.db");
        await using var command = file.CreateCommand($"UPDATE sessions SET secret_hash = x'01' WHERE id = x'{id}'");
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _directory.Dispose();
    }
}

[Trait("Tier", "Soak")]
public sealed class ModelledSqliteCreateConformance : CreateConformance<ModelledSqlite>;
public sealed class ModelledSqliteUpdateConformance : UpdateConformance<ModelledSqlite>;
[Trait("Tier", "Soak")]
public sealed class ModelledSqliteRoundTripConformance : RoundTripConformance<ModelledSqlite>;
[Trait("Tier", "Soak")]
public sealed class ModelledSqliteLookupConformance : LookupConformance<ModelledSqlite>;
[Trait("Tier", "Soak")]
public sealed class ModelledSqliteReportedExpiryConformance : ReportedExpiryConformance<ModelledSqlite>;
