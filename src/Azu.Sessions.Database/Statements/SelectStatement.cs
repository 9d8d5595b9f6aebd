namespace Azu.Sessions.Database;

/// <summary>One statement for each kind of query: all rows, those of a subject, those with an entry.</summary>
internal sealed class SelectStatement
{
    private static readonly SqlParameter<Selection> s_subject = static (to, command, in s) => to.AddText(command, s.Subject);
    private static readonly SqlParameter<Selection> s_key = static (to, command, in s) => to.AddKey(command, s.Key!);
    private static readonly SqlParameter<Selection> s_after = static (to, command, in s) => to.AddBytes(command, StoredBytes.Of(s.After));
    private static readonly SqlParameter<Selection> s_limit = static (to, command, in s) => to.AddNumber(command, s.Limit);
    private static readonly SqlParameter<Selection> s_cutoff = static (to, command, in s) => to.AddNumber(command, s.Cutoff);

    private readonly SqlStatement<Selection> _all, _bySubject, _byEntry;

    private SelectStatement(Dialect dialect, string columns, string entries, Func<SqlParameters<Selection>, string> where, bool isPage)
    {
        _all = new(p => $"SELECT {columns} FROM {dialect.Names.Sessions} WHERE {where(p)}{Page(p)}");
        _bySubject = new(p => $"SELECT {columns} FROM {dialect.Names.Sessions} WHERE {where(p)} AND {dialect.HasSubject(p[s_subject])}{Page(p)}");
        _byEntry = new(p => $"SELECT {columns} FROM {entries} WHERE key = {p[s_key]} AND {where(p)}{Page(p)}");

        string Page(SqlParameters<Selection> p) => isPage ? $" ORDER BY id LIMIT {p[s_limit]}" : "";
    }

    /// <summary>The next rows. Skips rows whose id is no session id, because no cursor can point at them.</summary>
    public static SelectStatement Rows(Dialect dialect) => new(dialect, SessionColumns.Names, EntriesAndSessions(dialect.Names),
        static p => $"id > {p[s_after]} AND expires_at > {p[s_cutoff]} AND {RowCondition.HasId}", isPage: true);

    /// <summary>The ids of the next rows, also of rows that are over, or that cannot be read.</summary>
    public static SelectStatement Ids(Dialect dialect) => new(dialect, "id", dialect.Names.Entries,
        static p => $"id > {p[s_after]} AND {RowCondition.HasId}", isPage: true);

    /// <summary>How many rows there are. Passes over what the database can tell to be no session.</summary>
    public static SelectStatement Count(Dialect dialect) => new(dialect, "count(*)", EntriesAndSessions(dialect.Names),
        static p => $"expires_at > {p[s_cutoff]} AND {RowCondition.IsReadable}", isPage: false);

    public SqlStatement<Selection> For(in Selection selection) => selection.Key is not null ? _byEntry : selection.Subject is not null ? _bySubject : _all;

    private static string EntriesAndSessions(TableNames names) => $"{names.Entries} JOIN {names.Sessions} USING (id)";
}
