namespace Azu.Sessions.Conformance;

/// <summary>
/// The store keeps what it was given when it was given. The contract lets it share immutable bytes; a caller's array is not immutable,
/// only because it came as <see cref="ReadOnlyMemory{T}"/>, so the store must have copied it before the call returned. Bytes that the store
/// hands out it may share: a caller that writes into those has broken the promise of <see cref="ReadOnlyMemory{T}"/> itself.
/// </summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class IsolationConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>A pooled buffer is used again as soon as the call is over.</summary>
    [Fact]
    public async Task Changing_the_callers_buffers_after_a_create_changes_nothing()
    {
        byte[] payload = [1, 2, 3], fingerprint = [4, 5, 6];
        var created = await CreatedAsync(NewSession() with { Payload = payload, Fingerprint = fingerprint });
        Array.Clear(payload);
        Array.Clear(fingerprint);
        SameRecord.Assert(created with { Payload = new byte[] { 1, 2, 3 }, Fingerprint = new byte[] { 4, 5, 6 } }, await FoundAsync(created.Id));
    }

    /// <summary>The same on the way of every later write.</summary>
    [Fact]
    public async Task Changing_the_callers_buffers_after_an_update_changes_nothing()
    {
        var created = await CreatedAsync(NewSession());
        byte[] payload = [1, 2, 3], fingerprint = [4, 5, 6];
        var next = created.Next() with { Payload = payload, Fingerprint = fingerprint };
        await UpdatedAsync(created, next);
        Array.Clear(payload);
        Array.Clear(fingerprint);
        SameRecord.Assert(next with { Payload = new byte[] { 1, 2, 3 }, Fingerprint = new byte[] { 4, 5, 6 } }, await FoundAsync(created.Id));
    }

    /// <summary>A list is a reference too.</summary>
    [Fact]
    public async Task Changing_the_callers_list_of_index_entries_changes_nothing()
    {
        List<SessionIndexEntry> mine = [new("tenant", "north")];
        var created = await CreatedAsync(NewBounded() with { Indexes = mine });
        mine[0] = new("tenant", "south");
        Assert.Equal([new("tenant", "north")], (await FoundAsync(created.Id)).Indexes);

        List<SessionIndexEntry> next = [new("tenant", "west")];
        await UpdatedAsync(created, created.Next() with { Indexes = next });
        next.Add(new("tenant", "south"));
        Assert.Equal([new("tenant", "west")], (await FoundAsync(created.Id)).Indexes);
    }

    /// <summary>One request's record is not the next one's.</summary>
    [Fact]
    public async Task Changing_a_list_that_was_handed_out_changes_nothing()
    {
        var created = await CreatedAsync(NewBounded() with { Indexes = [new("tenant", "north")] });
        if ((await FoundAsync(created.Id)).Indexes is IList<SessionIndexEntry> handedOut)
        {
            try
            {
                handedOut[0] = new("tenant", "south");
            }
            catch (NotSupportedException)
            {
                // A list that refuses is as good.
            }
        }
        SameRecord.Assert(created, await FoundAsync(created.Id));
    }
}
