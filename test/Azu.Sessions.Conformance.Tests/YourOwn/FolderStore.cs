namespace Azu.Sessions.Conformance.Tests;

/// <summary>One file per session in a folder that several processes share, and one lock file for all of them.</summary>
public sealed class FolderStore(string folder, TimeProvider time) : ISessionStore
{
    public string Name => "folder";

    public SessionCapabilities Capabilities => SessionCapabilities.Shared | SessionCapabilities.Durable;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) => LockedAsync(() => Live(id), cancellationToken);

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => LockedAsync(() =>
    {
        if (Live(record.Id) is { } stored) return stored.WriteId == record.WriteId;         // this very write, or another one
        Write(record.KeepingLaterTimes(record));                                            // cuts the expiry at the absolute end
        return true;
    }, cancellationToken);

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) => LockedAsync(() =>
    {
        if (Live(record.Id) is not { } stored) return UpdateResult.Gone;
        if (stored.Version == record.Version && stored.WriteId == record.WriteId) return UpdateResult.Updated(stored);
        if (stored.Version != expectedVersion) return UpdateResult.Conflict(stored);
        return UpdateResult.Updated(Write(record.KeepingLaterTimes(stored)));               // a touch may have overtaken it
    }, cancellationToken);

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        LockedAsync(() =>
    {
        if (Live(id) is not { } stored) return false;
        Write((stored with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt }).KeepingLaterTimes(stored));
        return true;                                                                        // moved or not: the session is there
    }, cancellationToken);

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
            LockedAsync(() =>
    {
        if (Stored(id) is not { } packed) return RemoveResult.NotThere;                     // no question of the clock
        if (!condition.IsAlways && (SessionRecordFormat.Find(id, packed) is not { } found || !condition.Holds(found))) return RemoveResult.NotThere;
        SessionRecordFormat.Read(packed, out var removed);                                  // null where it cannot be read
        File.Delete(PathOf(id));
        return RemoveResult.Removed(removed);
    }, cancellationToken);

    // A broken record is null, and one of a newer version an exception.
    private SessionRecord? Live(SessionId id) =>
        Stored(id) is { } packed && SessionRecordFormat.Find(id, packed) is { } record && record.IsRetained(time.GetUtcNow()) ? record : null;

    private byte[]? Stored(SessionId id) => File.Exists(PathOf(id)) ? File.ReadAllBytes(PathOf(id)) : null;

    private SessionRecord Write(SessionRecord record)
    {
        var beside = PathOf(record.Id) + ".new";
        File.WriteAllBytes(beside, SessionRecordFormat.Pack(record));
        File.Move(beside, PathOf(record.Id), overwrite: true);                              // whole, or not at all
        return record;
    }

    private string PathOf(SessionId id) => Path.Combine(folder, id.ToString());

    // Waiting can be given up; what is done under the lock cannot, so that it leaves nothing half done.
    private async ValueTask<T> LockedAsync<T>(Func<T> operation, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (TryLock() is { } held)
                {
                    using (held) return operation();
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SessionStoreException($"The folder of sessions {folder} cannot be used.", e);
            }
            await Task.Delay(1, cancellationToken);
        }
    }

    private FileStream? TryLock()
    {
        try
        {
            return new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException && Directory.Exists(folder))
        {
            return null;                                                                    // another one holds it
        }
    }
}
