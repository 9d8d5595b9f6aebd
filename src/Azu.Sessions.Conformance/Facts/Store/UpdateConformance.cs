namespace Azu.Sessions.Conformance;

/// <summary>Update replaces the version that it names, or nothing.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class UpdateConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>The new record stands whole, and the answer says what stands.</summary>
    [Fact]
    public async Task An_update_of_the_stored_version_replaces_the_whole_record()
    {
        var created = await CreatedAsync(NewSession());
        var next = SampleRecords.Complete(Rig.Now) with { Id = created.Id, Version = 2, ExpiresAt = created.ExpiresAt, LastSeenAt = created.LastSeenAt };
        SameRecord.Assert(next, await UpdatedAsync(created, next));
        SameRecord.Assert(next, await FoundAsync(created.Id));
    }

    /// <summary>What a record no longer has must not stay behind in the store.</summary>
    [Fact]
    public async Task An_update_can_take_every_optional_field_away()
    {
        var created = await CreatedAsync(SampleRecords.Complete(Rig.Now));
        var bare = NewSession() with
        {
            Id = created.Id,
            Version = created.Version + 1,
            ExpiresAt = created.ExpiresAt,
            LastSeenAt = created.LastSeenAt,
            Payload = default,
        };
        await UpdatedAsync(created, bare);
        SameRecord.Assert(bare, await FoundAsync(created.Id));
    }

    /// <summary>Another writer was faster.</summary>
    [Fact]
    public async Task An_update_of_an_older_version_is_a_conflict_and_writes_nothing()
    {
        var created = await CreatedAsync(NewSession());
        var current = await UpdatedAsync(created, created.Next("""{"n":2}"""));
        var result = await Store.UpdateAsync(created.Next("""{"n":"lost"}"""), created.Version, Token);
        Assert.Equal(UpdateOutcome.Conflict, result.Outcome);
        SameRecord.Assert(current, await FoundAsync(created.Id));
    }

    /// <summary>A version that the store has never seen is none that it can replace.</summary>
    [Fact]
    public async Task An_update_of_a_version_that_never_was_is_a_conflict_and_writes_nothing()
    {
        var created = await CreatedAsync(NewSession());
        var result = await Store.UpdateAsync(created.Next() with { Version = 10 }, 9, Token);
        Assert.Equal(UpdateOutcome.Conflict, result.Outcome);
        SameRecord.Assert(created, await FoundAsync(created.Id));
    }

    /// <summary>The engine merges with what the conflict carries, so nothing may be missing in it.</summary>
    [Fact]
    public async Task A_conflict_carries_the_current_record_whole()
    {
        var current = await CreatedAsync(SampleRecords.Complete(Rig.Now));
        var result = await Store.UpdateAsync(NewSession() with { Id = current.Id, Version = 2 }, 1, Token);
        Assert.True(result.IsConflict(out var carried), $"UpdateAsync answered {result} instead of a conflict with the current record.");
        SameRecord.Assert(current, carried);
    }

    /// <summary>No operation but create inserts.</summary>
    [Fact]
    public async Task An_update_of_an_unknown_session_is_gone_and_inserts_nothing()
    {
        var unknown = NewSession();
        var result = await Store.UpdateAsync(unknown.Next(), unknown.Version, Token);
        Assert.Equal(UpdateOutcome.Gone, result.Outcome);
        await NotFoundAsync(unknown.Id);
    }

    /// <summary>A store may take version 0 for "there is none yet". It must not.</summary>
    [Fact]
    public async Task An_update_of_version_zero_inserts_nothing()
    {
        var unknown = NewSession();
        Assert.Equal(UpdateOutcome.Gone, (await Store.UpdateAsync(unknown, 0, Token)).Outcome);
        await NotFoundAsync(unknown.Id);
    }

    /// <summary>The acknowledgement was lost, and the engine asks again.</summary>
    [Fact]
    public async Task An_update_repeated_with_the_same_write_id_answers_updated_and_counts_once()
    {
        var created = await CreatedAsync(NewSession());
        var next = created.Next("""{"n":2}""");
        var stored = await UpdatedAsync(created, next);
        var repeated = await Store.UpdateAsync(next, created.Version, Token);
        Assert.Equal(UpdateOutcome.Updated, repeated.Outcome);
        SameRecord.Assert(stored, repeated.Current);
        SameRecord.Assert(stored, await FoundAsync(created.Id));
    }

    /// <summary>An abandoned call that reaches the store after a newer write.</summary>
    [Fact]
    public async Task A_late_duplicate_of_an_old_update_does_not_undo_a_newer_one()
    {
        var created = await CreatedAsync(NewSession());
        var second = created.Next("""{"n":2}""");
        await UpdatedAsync(created, second);
        var third = await UpdatedAsync(second, second.Next("""{"n":3}"""));
        var late = await Store.UpdateAsync(second, created.Version, Token);
        Assert.True(late.IsConflict(out var current), $"UpdateAsync answered {late} to a write whose version is long replaced.");
        SameRecord.Assert(third, current);
        SameRecord.Assert(third, await FoundAsync(created.Id));
    }

    /// <summary>Same version, another writer: what tells them apart is the write id.</summary>
    [Fact]
    public async Task An_update_to_the_same_version_by_another_writer_is_a_conflict()
    {
        var created = await CreatedAsync(NewSession());
        var winner = await UpdatedAsync(created, created.Next("""{"n":"winner"}"""));
        var result = await Store.UpdateAsync(created.Next("""{"n":"loser"}"""), created.Version, Token);
        Assert.True(result.IsConflict(out var current), $"UpdateAsync answered {result} to the slower of two writers.");
        SameRecord.Assert(winner, current);
    }

    /// <summary>After a conflict the engine merges and tries again, with the write id of the first try.</summary>
    [Fact]
    public async Task A_write_id_counts_only_together_with_its_version()
    {
        var created = await CreatedAsync(NewSession());
        var second = created.Next("""{"n":2}""");
        await UpdatedAsync(created, second);
        var result = await Store.UpdateAsync(second with { Version = 6, Payload = "{}"u8.ToArray() }, 5, Token);
        Assert.Equal(UpdateOutcome.Conflict, result.Outcome);
        var third = second with { Version = 3, Payload = """{"n":3}"""u8.ToArray() };
        await UpdatedAsync(second, third);
        SameRecord.Assert(third, await FoundAsync(created.Id));
    }

    /// <summary>A slow writer must not take back the time that a touch has given meanwhile.</summary>
    [Fact]
    public async Task An_update_keeps_the_later_of_the_stored_and_the_given_times()
    {
        var created = await CreatedAsync(NewSession());
        var (seen, expires) = (created.LastSeenAt.AddMinutes(20), created.ExpiresAt.AddMinutes(20));
        Assert.True(await Store.TouchAsync(created.Id, seen, expires, Token));

        var stored = await UpdatedAsync(created, created.Next());
        Assert.Equal((seen, expires), (stored.LastSeenAt, stored.ExpiresAt));
        SameRecord.Assert(stored, await FoundAsync(created.Id));

        var later = stored.Next() with { LastSeenAt = seen.AddMinutes(1), ExpiresAt = expires.AddMinutes(1) };
        SameRecord.Assert(later, await UpdatedAsync(stored, later));
        SameRecord.Assert(later, await FoundAsync(created.Id));
    }

    /// <summary>A sign-in may give a session less time than it had: another user on a shared machine, without "keep me signed in".</summary>
    [Fact]
    public async Task An_update_into_another_generation_takes_the_given_times_also_where_they_are_earlier()
    {
        var created = await CreatedAsync(NewSession());
        var signedIn = created.Next() with
        {
            Generation = created.Generation + 1,
            LastSeenAt = created.LastSeenAt.AddMinutes(1),
            ExpiresAt = created.ExpiresAt.AddMinutes(-30),
        };
        SameRecord.Assert(signedIn, await UpdatedAsync(created, signedIn));
        SameRecord.Assert(signedIn, await FoundAsync(created.Id));
    }

    /// <summary>Keeping the later time must not carry a session past its end.</summary>
    [Fact]
    public async Task An_update_never_moves_the_expiry_past_the_absolute_one()
    {
        var created = await CreatedAsync(NewSession());
        var end = created.ExpiresAt.AddMinutes(-30);
        var stored = await UpdatedAsync(created, created.Next() with { AbsoluteExpiresAt = end });
        Assert.Equal(end, stored.ExpiresAt);
        SameRecord.Assert(stored, await FoundAsync(created.Id));
    }

    /// <summary>Only an update moves these; the next update must find them as they were left.</summary>
    [Fact]
    public async Task Each_update_builds_on_the_one_before()
    {
        var current = await CreatedAsync(NewSession());
        for (var n = 2; n <= 50; n++)
        {
            current = await UpdatedAsync(current, current.Next($$"""{"n":{{n}}}"""));
            Assert.Equal(n, current.Version);
        }
        SameRecord.Assert(current, await FoundAsync(current.Id));
    }
}
