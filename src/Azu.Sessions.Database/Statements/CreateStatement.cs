namespace Azu.Sessions.Database;

/// <summary>Adds a row, unless there is one with its id.</summary>
internal sealed class CreateStatement(Dialect dialect)
{
    private static readonly SqlParameter<RowWrite> s_keys = static (to, command, in w) => to.AddKeys(command, IndexEntries.Keys(w.Row.Record.Indexes));
    private static readonly SqlParameter<RowWrite> s_event = static (to, command, in w) => to.AddText(command, w.Event.Name);
    private static readonly SqlParameter<RowWrite> s_now = static (to, command, in w) => to.AddNumber(command, w.Now);

    /// <summary>For a record without entries, where there is no audit.</summary>
    public SqlStatement<RowWrite> Row { get; } = new(p => Insert(dialect.Names, p));

    public SqlScript<RowWrite> RowWithEntries { get; } = dialect.CombinesWrites ? Combined(dialect) : Separate(dialect);

    private static SqlScript<RowWrite> Combined(Dialect dialect) => new(new(p =>
        $"WITH written AS ({Insert(dialect.Names, p)}), " +
        $"added AS (INSERT INTO {dialect.Names.Entries} (id, key) SELECT written.id, k FROM written CROSS JOIN unnest({p[s_keys]}) AS k)" +
        (dialect.Options.Audit ? $", audited AS ({Audit(dialect.Names, p, "SELECT id", " FROM written")})" : "") +
        " SELECT id FROM written"));

    private static SqlScript<RowWrite> Separate(Dialect dialect) => new(new(p => Insert(dialect.Names, p)), null,
    [
        new(p => $"INSERT INTO {dialect.Names.Entries} (id, key) SELECT {p[SessionColumns.Id]}, value FROM json_each({p[s_keys]})"),
        .. dialect.Options.Audit ? [new(p => Audit(dialect.Names, p, $"SELECT {p[SessionColumns.Id]}", ""))] : (SqlStatement<RowWrite>[])[],
    ]);

    private static string Insert(TableNames names, SqlParameters<RowWrite> p) =>
        $"INSERT INTO {names.Sessions} ({SessionColumns.Names}, sweep_at) VALUES ({SessionColumns.Values(p)}, {p[SessionColumns.ExpiresAt]}) " +
        "ON CONFLICT (id) DO NOTHING RETURNING id";

    private static string Audit(TableNames names, SqlParameters<RowWrite> p, string selectId, string from) =>
        AuditRows.Insert(names, $"{selectId}, {p[SessionColumns.Subject]}, {p[s_event]}, NULL, NULL, {p[s_now]}{from}");
}
