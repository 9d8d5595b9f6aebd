namespace Azu.Sessions.Database;

/// <summary>Where in the database sessions are kept, and how.</summary>
public sealed class DatabaseStoreOptions
{
    /// <summary>
    /// The name of the table; <c>sessions</c> by default. What belongs to it is named after it: <c>sessions_entries</c>, <c>sessions_nodes</c>,
    /// <c>sessions_audit</c>,
    /// <c>sessions_schema</c> and the view <c>sessions_readable</c>. Always quoted, so any name will do; at most 40 bytes.
    /// </summary>
    public string Table { get; set; } = "sessions";

    /// <summary>The PostgreSQL schema of the table; null: the first of the connection's search path. SQLite has none.</summary>
    public string? Schema { get; set; }

    /// <summary>
    /// Brings the tables to the version that this library needs, when the application starts. Off by default: the account of an application
    /// should not need the right to create tables. Otherwise: <c>azu db:migrate</c>, or <see cref="SessionSchema"/>.
    /// </summary>
    public bool MigrateOnStart { get; set; }

    /// <summary>
    /// PostgreSQL only, and only when the tables are created: no write-ahead log for sessions. Writes cost less; a crash of the server empties
    /// the table, which signs everybody out, and a standby has no sessions.
    /// </summary>
    public bool Unlogged { get; set; }

    /// <summary>Writes into an append-only table which session began, signed in, and was ended by what; in the same step as the write itself.</summary>
    public bool Audit { get; set; }

    /// <summary>How long the notes of <see cref="Audit"/> are kept; 90 days by default. Older ones go with the sweep.</summary>
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long the database may take for one statement of a request; 2 s by default, in whole seconds. What waits for a locked SQLite file waits no
    /// longer. Lists, counts and bulk removal have 30 s at least.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Has PostgreSQL parse and plan each statement once per connection. On by default. To be switched off behind a pooler that hands a connection
    /// to others between two statements and knows nothing of prepared ones (PgBouncer before 1.21).
    /// </summary>
    public bool PrepareStatements { get; set; } = true;
}
