using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>Removes a session, tells the other nodes in the same step, and waits for replicas where that is asked for.</summary>
internal sealed class RedisRemoval(RedisCalls calls, RedisKeys keys, RedisEntries entries, RedisAnnouncements announcements, RedisStoreOptions options)
{
    /// <summary>Whether there was a live one.</summary>
    /// <exception cref="SessionStoreException">It is gone, but not from as many replicas as it should be.</exception>
    public async Task<bool> RemoveAsync(SessionId id, byte[] cutoff)
    {
        var values = announcements.WithRemoved(id, cutoff, options.WaitForReplicas > 0 ? "yes" : "no");
        if (options.WaitForReplicas == 0) return await FinishAsync(id, await calls.RunAsync(RedisScripts.Remove, keys.Session(id), values));

        var (answer, replicas) = await calls.RunAndWaitAsync(options.WaitForReplicas, options.ReplicaTimeout, RedisScripts.Remove, keys.Session(id), values);
        var wasThere = await FinishAsync(id, answer);
        if (replicas >= options.WaitForReplicas) return wasThere;
        throw new SessionStoreException(
            $"Session {id} was removed, but only {replicas} of {options.WaitForReplicas} replicas have confirmed it within {options.ReplicaTimeout}. A fail-over now could bring it back.", id);
    }

    /// <summary>The same for one of many: what stands there and is no session at all is somebody else's, and stays.</summary>
    public async Task<bool> RemoveIfSessionAsync(SessionId id, byte[] cutoff)
    {
        try
        {
            return await RemoveAsync(id, cutoff);
        }
        catch (RedisServerException e) when (RedisFault.IsWrongType(e))
        {
            return false;
        }
    }

    private async Task<bool> FinishAsync(SessionId id, RedisResult result)
    {
        var answer = (RedisResult[])result!;
        if (answer.Length > 1 && StoredSession.TryRead((byte[]?)answer[1], out var removed) && removed.Record.Id == id) await entries.RemoveAsync(removed.Record, removed.Mark);
        return (string?)answer[0] == "removed";
    }
}
