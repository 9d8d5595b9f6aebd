namespace Azu.Sessions.Stores;

/// <summary>Where sessions are kept, as <c>SESSION_BACKEND</c> says it.</summary>
internal enum SessionBackend
{
    /// <summary>Redis, at <c>REDIS_URL</c>. The default.</summary>
    Redis,

    /// <summary>PostgreSQL or a SQLite file, at <c>DATABASE_URL</c>.</summary>
    Database,

    /// <summary>The memory of the application.</summary>
    Memory,

    /// <summary>The visitors' cookies.</summary>
    Cookie,
}
