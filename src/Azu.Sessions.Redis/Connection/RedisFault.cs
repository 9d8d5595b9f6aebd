using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>Says what went wrong between this process and Redis, and what to do about it.</summary>
internal static class RedisFault
{
    private const string ScriptsAreOff = "ERR This instance has Lua scripting support disabled";
    private const string UnknownCommand = "ERR unknown command";

    // The first word of an error is its kind.
    private static readonly (string Kind, string Meaning)[] s_meanings =
    [
        ("NOAUTH", "Redis asks for a password. Give one in the connection string."),
        ("WRONGPASS", "Redis refuses the user name or the password."),
        ("NOPERM", "The Redis user may not do this. It needs scripts (EVALSHA, EVAL), GET, GETRANGE, STRLEN, SET, DEL, PEXPIREAT, ZADD, ZREM, ZSCORE, " +
            "ZCOUNT, ZRANGE, ZRANGEBYSCORE, ZREMRANGEBYRANK, ZREMRANGEBYSCORE, SCAN, DBSIZE, TIME, INFO and PUBLISH on the keys with the prefix; " +
            "docs/stores/redis.md has the whole list."),
        ("READONLY", "The server is a replica and takes no writes: a fail-over is under way, or only a replica is listed. List the primary too."),
        ("OOM", "Redis has reached its maxmemory and takes no new data. Give it more, or let it hold less."),
        ("LOADING", "Redis is still loading its data."),
        ("MISCONF", "Redis cannot save to disk and so takes no writes."),
        ("MASTERDOWN", "The replica has lost its primary."),
        ("NOREPLICAS", "Redis has fewer replicas than min-replicas-to-write asks for, and takes no writes."),
        ("CLUSTERDOWN", "The Redis cluster is down or does not cover all slots."),
        ("MOVED", "The key has moved to another server of the cluster, and the client does not know it yet."),
        ("ASK", "The key is moving to another server of the cluster."),
        ("TRYAGAIN", "The key is moving to another server of the cluster."),
        ("CROSSSLOT", "The keys of one step are on different servers of the cluster."),
        ("BUSY", "Another script has been running for long, and Redis waits for it."),
        ("WRONGTYPE", "The key of the session holds something that is no session. Another program uses the same prefix: choose another KeyPrefix."),
        (ScriptsAreOff, "The server runs no scripts. Start Garnet with --lua --lua-transaction-mode."),
        ("NOSCRIPT", "The script was gone, also when it was sent again."),
    ];

    /// <summary>Everything is a fault of the infrastructure, except that the caller gave up. (The client also cancels what it gives up by itself.)</summary>
    public static bool Is(Exception e, CancellationToken cancellationToken) =>
        e is not SessionStoreException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested);

    public static SessionStoreException Of(Exception e, string doing, SessionId? id = null)
    {
        var what = id is { } session ? $"Redis failed to {doing} session {session}" : $"Redis failed to {doing}";
        var message = $"{what}: {Meaning(e)}";
        return id is { } about ? new(message, about, e) : new(message, e);
    }

    public static bool IsNoScript(RedisServerException e) => e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>The server has no scripts at all: Garnet without them, or a server whose EVAL and EVALSHA have other names.</summary>
    public static bool HasNoScripts(RedisServerException e) => e.Message.StartsWith(ScriptsAreOff, StringComparison.Ordinal) || IsUnknownCommand(e);

    public static bool IsUnknownCommand(RedisServerException e) => e.Message.StartsWith(UnknownCommand, StringComparison.OrdinalIgnoreCase);

    /// <summary>The server was taken for a primary, and is one no longer.</summary>
    public static bool IsReplica(RedisServerException e) => e.Message.StartsWith("READONLY", StringComparison.Ordinal);

    public static bool IsWrongType(RedisServerException e) => e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal);

    private static string Meaning(Exception e)
    {
        if (e is TimeoutException) return "it did not answer in time.";
        if (e is RedisConnectionException or ObjectDisposedException or OperationCanceledException) return "there is no connection.";
        var kind = s_meanings.FirstOrDefault(m => e.Message.StartsWith(m.Kind, StringComparison.Ordinal));
        return kind.Meaning is null ? e.Message : $"{kind.Meaning} ({kind.Kind})";
    }
}
