namespace Azu.Sessions.Conformance;

/// <summary>Sessions are found by subject and by index value, exactly those and all of them.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class LookupConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>The device list.</summary>
    [Fact]
    public async Task A_list_by_subject_holds_exactly_the_sessions_of_that_subject()
    {
        var alice = await CreatedAsync(3, _ => NewSession("alice"));
        var bob = await CreatedAsync(2, _ => NewSession("bob"));
        await CreatedAsync(NewSession());
        await ExactlyAsync(SessionQuery.BySubject("alice"), alice);
        await ExactlyAsync(SessionQuery.BySubject("bob"), bob);
        await ExactlyAsync(SessionQuery.BySubject("carol"));
    }

    /// <summary>A declared index, with several values under one name.</summary>
    [Fact]
    public async Task A_list_by_index_holds_exactly_the_sessions_with_that_value()
    {
        var both = await CreatedAsync(NewBounded() with { Indexes = [new("role", "admin"), new("role", "editor")] });
        var editor = await CreatedAsync(NewBounded() with { Indexes = [new("role", "editor")] });
        await CreatedAsync(NewBounded() with { Indexes = [new("team", "admin"), new("admin", "role")] });
        await ExactlyAsync(SessionQuery.ByIndex("role", "admin"), both);
        await ExactlyAsync(SessionQuery.ByIndex("role", "editor"), both, editor);
        await ExactlyAsync(SessionQuery.ByIndex("role", "nobody"));
    }

    /// <summary>No subject is not the subject with the empty name.</summary>
    [Fact]
    public async Task An_anonymous_session_belongs_to_no_subject()
    {
        await CreatedAsync(NewSession());
        var empty = await CreatedAsync(NewSession(""));
        await ExactlyAsync(SessionQuery.BySubject(""), empty);
        await ExactlyAsync(SessionQuery.BySubject("null"));
    }

    /// <summary>Every character counts: no patterns, no folding, no trimming, no joining of name and value.</summary>
    [Fact]
    public async Task Subjects_and_index_values_are_compared_character_by_character()
    {
        var bySubject = new Dictionary<string, SessionRecord>(StringComparer.Ordinal);
        foreach (var text in HostileText.All.Values.Concat(["alice", "al", "ab", "b", "J", "o'hara", "1000_of", "100", "a:b", "a"]))
        {
            bySubject[text] = await CreatedAsync(NewSession(text) with { Indexes = [new("name", text), new(text, "value")] });
        }
        foreach (var (text, session) in bySubject)
        {
            await ExactlyAsync(SessionQuery.BySubject(text), session);
            await ExactlyAsync(SessionQuery.ByIndex("name", text), session);
            await ExactlyAsync(SessionQuery.ByIndex(text, "value"), session);
        }
    }

    /// <summary>A subject, an index name and a value have no limit of length, and their last character counts.</summary>
    [Fact]
    public async Task A_session_is_found_by_texts_of_100_000_characters()
    {
        var text = HostileText.Long(100_000);
        var session = await CreatedAsync(NewSession(text) with { Indexes = [new("name", text), new(text, "value")] });
        await CreatedAsync(NewSession(text[..^1] + "x") with { Indexes = [new("name", text[..^1] + "x")] });
        await ExactlyAsync(SessionQuery.BySubject(text), session);
        await ExactlyAsync(SessionQuery.ByIndex("name", text), session);
        await ExactlyAsync(SessionQuery.ByIndex(text, "value"), session);
    }

    /// <summary>A session that stays is still found.</summary>
    [Fact]
    public async Task A_removal_whose_condition_does_not_hold_leaves_the_lists_alone()
    {
        var session = await CreatedAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] });
        var result = await Store.RemoveAsync(session.Id, RemoveCondition.OfGeneration(session.Generation + 1), SessionEndReason.SignedOut,
            cancellationToken: Token);
        Assert.False(result.IsRemoved, "RemoveAsync removed a session of another generation.");
        await ExactlyAsync(SessionQuery.BySubject("alice"), session);
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "north"), session);
        await ExactlyAsync(SessionQuery.All, session);
    }

    /// <summary>Name and value are two things, wherever the border between them lies.</summary>
    [Fact]
    public async Task An_index_name_and_its_value_do_not_run_together()
    {
        var one = await CreatedAsync(NewBounded() with { Indexes = [new("a:b", "c")] });
        var other = await CreatedAsync(NewBounded() with { Indexes = [new("a", "b:c")] });
        await ExactlyAsync(SessionQuery.ByIndex("a:b", "c"), one);
        await ExactlyAsync(SessionQuery.ByIndex("a", "b:c"), other);
    }

    /// <summary>Signing in, and signing in as another subject.</summary>
    [Fact]
    public async Task The_list_by_subject_follows_an_update_of_the_subject()
    {
        var anonymous = await CreatedAsync(NewBounded());
        var alice = await UpdatedAsync(anonymous, anonymous.Next() with { Subject = "alice", Generation = 1 });
        await ExactlyAsync(SessionQuery.BySubject("alice"), alice);
        var bob = await UpdatedAsync(alice, alice.Next() with { Subject = "bob", Generation = 2 });
        await ExactlyAsync(SessionQuery.BySubject("alice"));
        await ExactlyAsync(SessionQuery.BySubject("bob"), bob);
        await UpdatedAsync(bob, bob.Next() with { Subject = null });
        await ExactlyAsync(SessionQuery.BySubject("bob"));
    }

    /// <summary>Index values change with the data.</summary>
    [Fact]
    public async Task The_list_by_index_follows_an_update_of_the_values()
    {
        var first = await CreatedAsync(NewBounded() with { Indexes = [new("tenant", "north"), new("role", "admin")] });
        var second = await UpdatedAsync(first, first.Next() with { Indexes = [new("tenant", "south"), new("role", "admin")] });
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "north"));
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "south"), second);
        await ExactlyAsync(SessionQuery.ByIndex("role", "admin"), second);
        await UpdatedAsync(second, second.Next() with { Indexes = [] });
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "south"));
        await ExactlyAsync(SessionQuery.ByIndex("role", "admin"));
    }

    /// <summary>Nothing of a write that was refused may show.</summary>
    [Fact]
    public async Task A_conflicting_update_leaves_the_lists_as_they_were()
    {
        var created = await CreatedAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] });
        await Store.UpdateAsync(created.Next() with { Version = 10, Subject = "bob", Indexes = [new("tenant", "south")] }, 9, Token);
        await ExactlyAsync(SessionQuery.BySubject("alice"), created);
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "north"), created);
        await ExactlyAsync(SessionQuery.BySubject("bob"));
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "south"));
    }

    /// <summary>The same for a create that was refused.</summary>
    [Fact]
    public async Task A_refused_create_leaves_the_lists_as_they_were()
    {
        var created = await CreatedAsync(NewSession("alice"));
        await Store.CreateAsync(NewSession("mallory") with { Id = created.Id }, Token);
        await ExactlyAsync(SessionQuery.BySubject("alice"), created);
        await ExactlyAsync(SessionQuery.BySubject("mallory"));
    }

    /// <summary>Entries of sessions that are gone repair themselves.</summary>
    [Fact]
    public async Task The_lists_are_exact_after_a_removal()
    {
        var removed = await CreatedAsync(3, _ => NewSession("alice") with { Indexes = [new("tenant", "north")] });
        var stays = await CreatedAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] });
        foreach (var session in removed) await Store.RemoveAsync(session.Id, Token);
        await ExactlyAsync(SessionQuery.BySubject("alice"), stays);
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "north"), stays);
    }

    /// <summary>A touch moves the expiry, and the session is still where it was.</summary>
    [Fact]
    public async Task A_touched_session_is_still_listed_after_its_first_expiry()
    {
        var created = await CreatedAsync(NewSession("alice", Rig.ShortLife) with { Indexes = [new("tenant", "north")] });
        Assert.True(await Store.TouchAsync(created.Id, created.LastSeenAt, created.ExpiresAt.AddHours(1), Token));
        await ShortLivesEndAsync();
        await ExactlyAsync(SessionQuery.All, created);
        await ExactlyAsync(SessionQuery.BySubject("alice"), created);
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "north"), created);
    }
}
