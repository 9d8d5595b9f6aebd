namespace Azu.Sessions.Stores;

/// <summary>An environment variable that says where sessions are kept: its right form, and the command that checks it.</summary>
internal sealed record StoreVariable(string Name, string Form, string Check)
{
    public static readonly StoreVariable Backend = new("SESSION_BACKEND", "redis, database, memory or cookie", "azu session:stats");

    public static readonly StoreVariable RedisUrl =
        new("REDIS_URL", "redis://[[user]:password@]host[:port][/database], such as redis://localhost:6379", "azu session:stats --backend redis");

    public static readonly StoreVariable DatabaseUrl =
        new("DATABASE_URL", "postgresql://user:password@host:5432/database, or Data Source=sessions.db for SQLite", "azu db:status");

    /// <summary>Goes before every key in Redis.</summary>
    public static readonly StoreVariable KeyPrefix = new("SESSION_KEY_PREFIX", "the beginning of every key, such as shop:session:",
        "azu session:stats --backend redis");

    /// <summary>The table in the database.</summary>
    public static readonly StoreVariable Table = new("SESSION_TABLE", "the name of a table, such as sessions", "azu db:status");

    /// <summary>Its schema, in PostgreSQL.</summary>
    public static readonly StoreVariable Schema = new("SESSION_SCHEMA", "the name of a PostgreSQL schema", "azu db:status");

    /// <summary>The variable that says where a backend is; null for one that is nowhere.</summary>
    public static StoreVariable? UrlOf(SessionBackend backend) => backend switch
    {
        SessionBackend.Redis => RedisUrl,
        SessionBackend.Database => DatabaseUrl,
        _ => null,
    };
}
