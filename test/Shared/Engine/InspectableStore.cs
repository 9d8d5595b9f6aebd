namespace Azu.Sessions.TestSupport;

/// <summary>What an application on several nodes keeps its sessions in; here the memory of the test, so that the test sees every byte.</summary>
internal sealed class InspectableStore(TimeProvider time) : ForwardingStore(new MemoryStore(new(), time))
{
    public override SessionCapabilities Capabilities => SessionCapabilities.Shared | SessionCapabilities.Durable;

    public async Task<SessionRecord> RecordAsync(SessionId id) =>
        await FindAsync(id) ?? throw new InvalidOperationException($"Session {id} is not stored.");

    /// <summary>Puts this in place of what is stored, as somebody could who can write to the store.</summary>
    public async Task OverwriteAsync(SessionId id, Func<SessionRecord, SessionRecord> change)
    {
        var stored = await RecordAsync(id);
        var result = await UpdateAsync(change(stored) with { Version = stored.Version + 1, WriteId = stored.WriteId + 1 }, stored.Version);
        Assert.Equal(UpdateOutcome.Updated, result.Outcome);
    }
}
