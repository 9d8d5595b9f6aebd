namespace Azu.Sessions.Conformance;

/// <summary>Create never overwrites, and recognises a write that it has already carried out.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class CreateConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>The store has a name.</summary>
    [Fact]
    public void The_store_has_a_name() => Assert.False(string.IsNullOrWhiteSpace(Store.Name), "Name is empty.");

    /// <summary>An unknown id is no error.</summary>
    [Fact]
    public async Task An_unknown_session_is_not_found()
    {
        await NotFoundAsync(SessionId.New());
        await CreatedAsync(NewSession());
        await NotFoundAsync(SessionId.New());
    }

    /// <summary>What is created is there.</summary>
    [Fact]
    public async Task A_created_session_is_found()
    {
        var created = await CreatedAsync(NewSession());
        SameRecord.Assert(created, await FoundAsync(created.Id));
    }

    /// <summary>Each session is its own.</summary>
    [Fact]
    public async Task Sessions_do_not_mix()
    {
        foreach (var created in await CreatedAsync(100, i => NewSession() with { Payload = BitConverter.GetBytes(i) }))
        {
            SameRecord.Assert(created, await FoundAsync(created.Id));
        }
    }

    /// <summary>A second session under the same id is refused, and the first stays as it was.</summary>
    [Fact]
    public async Task Create_never_overwrites()
    {
        var first = await CreatedAsync(NewSession());
        var second = SampleRecords.SignedIn(Rig.Now, "mallory") with { Id = first.Id };
        Assert.False(await Store.CreateAsync(second, Token), "CreateAsync answered true for an id that exists.");
        SameRecord.Assert(first, await FoundAsync(first.Id));
    }

    /// <summary>The acknowledgement was lost, and the engine asks again.</summary>
    [Fact]
    public async Task Create_repeated_with_the_same_write_id_answers_true()
    {
        var created = await CreatedAsync(NewSession());
        Assert.True(await Store.CreateAsync(created, Token), "CreateAsync answered false to the very write that had succeeded.");
        SameRecord.Assert(created, await FoundAsync(created.Id));
    }

    /// <summary>The repeated create finds a session that has been used meanwhile.</summary>
    [Fact]
    public async Task Create_repeated_with_the_same_write_id_does_not_undo_a_touch()
    {
        var created = await CreatedAsync(NewSession());
        var (seen, expires) = (created.LastSeenAt.AddMinutes(5), created.ExpiresAt.AddMinutes(5));
        Assert.True(await Store.TouchAsync(created.Id, seen, expires, Token));
        Assert.True(await Store.CreateAsync(created, Token));
        SameRecord.Assert(created with { LastSeenAt = seen, ExpiresAt = expires }, await FoundAsync(created.Id));
    }

    /// <summary>A create that comes late must not turn the session back to its first version.</summary>
    [Fact]
    public async Task Create_repeated_after_an_update_does_not_undo_it()
    {
        var created = await CreatedAsync(NewSession());
        var updated = await UpdatedAsync(created, created.Next("""{"n":2}"""));
        Assert.False(await Store.CreateAsync(created, Token), "CreateAsync answered true although another write's record is stored.");
        SameRecord.Assert(updated, await FoundAsync(created.Id));
    }
}
