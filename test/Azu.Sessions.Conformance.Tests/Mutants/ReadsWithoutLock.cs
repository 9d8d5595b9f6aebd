namespace Azu.Sessions.Conformance.Tests;

/// <summary>An update looks first and writes later, without a lock around both.</summary>
internal sealed class ReadsWithoutLock : ReferenceStore
{
    public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(record.Id, cancellationToken) is not { } stored) return UpdateResult.Gone;
        if (stored.Version != expectedVersion) return UpdateResult.Conflict(stored);
        await Window.OpenAsync();
        lock (Data.Lock) Data.Records[record.Id] = record;
        return UpdateResult.Updated(record);
    }
}
