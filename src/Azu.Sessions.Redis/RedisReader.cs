using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>Reads values, and decides about those that are no session.</summary>
internal sealed class RedisReader(RedisCalls calls, RedisKeys keys, TimeProvider time, ILogger log)
{
    public ValueTask<RedisValue> AskAsync(SessionId id) => calls.GetAsync(keys.Session(id));

    /// <summary>The session in an answer, unless its time is over.</summary>
    public StoredSession? Live(SessionId id, byte[]? value) =>
        value is not null && Read(id, value) is { } stored && stored.Record.IsRetained(time.GetUtcNow()) ? stored : null;

    public async Task<StoredSession?> FindAsync(SessionId id) => Live(id, await AskAsync(id));

    /// <summary>One of many: what is no session is skipped.</summary>
    /// <exception cref="SessionUnreadableException">A newer version has written it.</exception>
    public async Task<StoredSession?> FindIfSessionAsync(SessionId id)
    {
        try
        {
            return await FindAsync(id);
        }
        catch (RedisServerException e) when (RedisFault.IsWrongType(e))
        {
            return null;
        }
    }

    /// <summary>One of many: what is no session, or none that this version can read, is skipped.</summary>
    public async Task<StoredSession?> FindReadableAsync(SessionId id)
    {
        try
        {
            return await FindIfSessionAsync(id);
        }
        catch (SessionUnreadableException)
        {
            return null;
        }
    }

    /// <summary>Whether there is a live session, without fetching it.</summary>
    public async Task<bool> IsLiveAsync(SessionId id)
    {
        try
        {
            return StoredSession.IsExpiryLater(await calls.GetRangeAsync(keys.Session(id), 0, StoredSession.HeaderEnd), Ticks.Cutoff(time.GetUtcNow()));
        }
        catch (RedisServerException e) when (RedisFault.IsWrongType(e))
        {
            return false;
        }
    }

    /// <summary>
    /// The session in a value. Null for what is broken: the visitor gets a new session, and what stands there is left for whoever wants to look
    /// at it, until its time is over.
    /// </summary>
    /// <exception cref="SessionUnreadableException">It looks like the value of a newer version: not broken, only not for this node.</exception>
    public StoredSession? Read(SessionId id, byte[] value)
    {
        if (StoredSession.TryRead(value, out var stored)) return stored;
        if (StoredSession.LooksNewer(value))
            throw new SessionUnreadableException($"Session {id} was written by a newer version of Azu.Sessions than this node runs. Finish the deploy.", id);
        log.UnreadableSession(id, value.Length);
        return null;
    }

    /// <summary>The same for the answer of a script.</summary>
    public StoredSession? Read(SessionId id, RedisResult value) => Read(id, (byte[]?)value ?? []);
}
