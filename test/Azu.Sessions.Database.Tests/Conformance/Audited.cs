namespace Azu.Sessions.Database.Tests;

/// <summary>With the audit the statements are others; the promises are not.</summary>
public sealed class AuditedPostgres : Postgres
{
    public override int Rounds => 20;

    protected override DatabaseStoreOptions OptionsOf(string schema, string table)
    {
        var options = base.OptionsOf(schema, table);
        options.Audit = true;
        return options;
    }
}

/// <inheritdoc cref="AuditedPostgres"/>
public sealed class AuditedSqlite : Sqlite
{
    public override int Rounds => 20;

    protected override DatabaseStoreOptions OptionsOf(string table)
    {
        var options = base.OptionsOf(table);
        options.Audit = true;
        return options;
    }
}

public sealed class AuditedPostgresUpdateConformance : UpdateConformance<AuditedPostgres>;
public sealed class AuditedPostgresCreateConformance : CreateConformance<AuditedPostgres>;
public sealed class AuditedPostgresRemoveConformance : RemoveConformance<AuditedPostgres>;
[Trait("Tier", "Soak")]
public sealed class AuditedPostgresRoundTripConformance : RoundTripConformance<AuditedPostgres>;
[Trait("Tier", "Soak")]
public sealed class AuditedPostgresLookupConformance : LookupConformance<AuditedPostgres>;
public sealed class AuditedPostgresClearConformance : ClearConformance<AuditedPostgres>;
public sealed class AuditedPostgresReportedExpiryConformance : ReportedExpiryConformance<AuditedPostgres>;
[Trait("Tier", "Soak")]
public sealed class AuditedPostgresIndexRaces : IndexRaces<AuditedPostgres>;
[Trait("Tier", "Soak")]
public sealed class AuditedPostgresStoreRaces : StoreRaces<AuditedPostgres>;
public sealed class AuditedSqliteUpdateConformance : UpdateConformance<AuditedSqlite>;
public sealed class AuditedSqliteCreateConformance : CreateConformance<AuditedSqlite>;
public sealed class AuditedSqliteRemoveConformance : RemoveConformance<AuditedSqlite>;
[Trait("Tier", "Soak")]
public sealed class AuditedSqliteRoundTripConformance : RoundTripConformance<AuditedSqlite>;
[Trait("Tier", "Soak")]
public sealed class AuditedSqliteLookupConformance : LookupConformance<AuditedSqlite>;
public sealed class AuditedSqliteClearConformance : ClearConformance<AuditedSqlite>;
public sealed class AuditedSqliteReportedExpiryConformance : ReportedExpiryConformance<AuditedSqlite>;
[Trait("Tier", "Soak")]
public sealed class AuditedSqliteIndexRaces : IndexRaces<AuditedSqlite>;
[Trait("Tier", "Soak")]
public sealed class AuditedSqliteStoreRaces : StoreRaces<AuditedSqlite>;
[Trait("Tier", "Soak")]
public sealed class AuditedPostgresAnnouncementConformance : AnnouncementConformance<AuditedPostgres>;
public sealed class AuditedPostgresAnnouncedClearConformance : AnnouncedClearConformance<AuditedPostgres>;
public sealed class AuditedPostgresAuditConformance : AuditConformance<AuditedPostgres>;
public sealed class AuditedSqliteAuditConformance : AuditConformance<AuditedSqlite>;
