namespace Azu.Sessions.Conformance.Tests;

/// <summary>A sweep looks first and removes later. The first to look waits until a second one has looked too.</summary>
internal sealed class SweepsWithoutLock : ReferenceStore
{
    private int _looked;

    public override async ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        List<SessionRecord> expired;
        lock (Data.Lock) expired = [.. Data.Records.Values.Where(record => !IsAlive(record)).Take(limit)];
        Interlocked.Increment(ref _looked);
        while (Volatile.Read(ref _looked) < 2) await Task.Yield();
        lock (Data.Lock) expired.ForEach(record => Data.Remove(record.Id));
        return new(expired, 0, false);
    }
}
