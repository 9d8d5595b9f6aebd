namespace Azu.Sessions.Tests;

/// <summary>Has somebody else write just before every update.</summary>
internal sealed class AlwaysOvertakenStore(ISessionStore inner) : ForwardingStore(inner)
{
    private ulong _writes = 1;

    public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        if (await Inner.FindAsync(record.Id, cancellationToken) is { } stored)
            await Inner.UpdateAsync(stored with { Version = stored.Version + 1, WriteId = ++_writes }, stored.Version, cancellationToken);
        return await Inner.UpdateAsync(record, expectedVersion, cancellationToken);
    }
}
