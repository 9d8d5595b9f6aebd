using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Removes a session, tells the other nodes in the same step, and waits for replicas where that is asked for. Then takes the entries of what it
/// removed out of their lists.
/// </summary>
internal sealed class RedisRemoval(RedisCalls calls, RedisKeys keys, RedisIndexWriter entries, RedisReader reader, RedisAnnouncements announcements,
    RedisStoreOptions options)
{
    /// <exception cref="SessionStoreException">It is gone, but not from as many replicas as it should be.</exception>
    /// <exception cref="SessionUnreadableException">The condition is about a record that a newer version wrote.</exception>
    public async Task<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition)
    {
        RedisValue generation = condition.Generation is { } number ? Ticks.Of(number) : Array.Empty<byte>();
        RedisValue secret = condition.Secret is { } hash ? BytesOf(hash) : Array.Empty<byte>();
        var values = announcements.WithRemoved(id, options.WaitForReplicas > 0 ? "yes" : "no", generation, secret);
        if (options.WaitForReplicas == 0) return await FinishAsync(id, condition, await calls.RunAsync(RedisScripts.Remove, keys.Session(id), values));

        var (answer, replicas) = await calls.RunAndWaitAsync(options.WaitForReplicas, options.ReplicaTimeout, RedisScripts.Remove, keys.Session(id), values);
        var result = await FinishAsync(id, condition, answer);
        if (replicas >= options.WaitForReplicas) return result;
        throw new SessionStoreException(
            $"Session {id} was removed, but only {replicas} of {options.WaitForReplicas} replicas have confirmed it within {options.ReplicaTimeout}. A " +
                "fail-over now could bring it back.", id);
    }

    /// <summary>The same for one of many: a value under its key that is of another type does not belong to this store, and stays.</summary>
    public async Task<bool> RemoveIfSessionAsync(SessionId id)
    {
        try
        {
            return (await RemoveAsync(id, RemoveCondition.Always)).IsRemoved;
        }
        catch (RedisServerException e) when (RedisFault.IsWrongType(e))
        {
            return false;
        }
    }

    private async Task<RemoveResult> FinishAsync(SessionId id, RemoveCondition condition, RedisResult result)
    {
        var answer = (RedisResult[])result!;
        var value = answer.Length > 1 ? (byte[]?)answer[1] ?? [] : [];
        switch ((string?)answer[0])
        {
            case "removed":
                var isReadable = SessionRecordFormat.TryUnpack(value, out var removed) && removed.Id == id;
                if (isReadable) await entries.RemoveAsync(removed!);
                // No condition holds for a broken record, although a script cannot see that. It admitted no caller, and is gone now.
                return isReadable || condition.IsAlways ? RemoveResult.Removed(isReadable ? removed : null) : RemoveResult.NotThere;
            case "unknown":
                reader.Read(id, value);
                return RemoveResult.NotThere;
            default:
                return RemoveResult.NotThere;
        }
    }

    private static byte[] BytesOf(SecretHash hash)
    {
        var bytes = new byte[SecretHash.Size];
        hash.WriteTo(bytes);
        return bytes;
    }
}
