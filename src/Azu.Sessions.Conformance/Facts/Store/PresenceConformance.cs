namespace Azu.Sessions.Conformance;

/// <summary>For stores that are <see cref="ISessionPresence"/>: which of many known sessions have ended.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class PresenceConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    private ISessionPresence Presence =>
        Store as ISessionPresence
            ?? throw new InvalidOperationException($"{typeof(TStore).Name} gives no {nameof(ISessionPresence)}, so {GetType().Name} does not apply to it: " +
            "remove that class.");

    /// <summary>Nothing known, nothing ended.</summary>
    [Fact]
    public async Task Of_no_sessions_none_has_ended() => Assert.Empty(await Presence.FindEndedAsync([], Token));

    /// <summary>Removed and unknown sessions have ended, and the living have not.</summary>
    [Fact]
    public async Task Removed_and_unknown_sessions_have_ended()
    {
        var living = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        var anonymous = await CreatedAsync(NewSession());
        var removed = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        Assert.True(await Store.RemoveAsync(removed.Id, Token));
        var unknown = SessionId.New();
        await EndedAsync([Known(living), Known(anonymous), Known(removed), new(unknown, null)], removed.Id, unknown);
    }

    /// <summary>A session is over when its grace is, and not before.</summary>
    [Fact]
    public async Task Expired_sessions_have_ended()
    {
        var lasting = await CreatedAsync(NewSession());
        var ending = await CreatedAsync(NewSession() with { ExpiresAt = Rig.Now + Rig.ShortLife - SessionRecord.StoreGrace });
        await Rig.AdvanceAsync(Rig.ShortLife + Rig.Precision);
        await EndedAsync([Known(lasting), Known(ending)], ending.Id);
    }

    /// <summary>Another subject's session is another session. A caller that names none does not ask.</summary>
    [Fact]
    public async Task A_session_that_changed_hands_has_ended_for_its_old_subject()
    {
        var anonymous = await CreatedAsync(NewBounded());
        var alice = await UpdatedAsync(anonymous, anonymous.Next() with { Subject = "alice", Generation = 1 });
        await EndedAsync([new(alice.Id, "alice")]);
        await EndedAsync([new(alice.Id, null)]);
        await EndedAsync([new(alice.Id, "ALICE")], alice.Id);
        var bob = await UpdatedAsync(alice, alice.Next() with { Subject = "bob", Generation = 2 });
        await EndedAsync([new(bob.Id, "alice")], bob.Id);
        var signedOut = await UpdatedAsync(bob, bob.Next() with { Subject = null });
        await EndedAsync([new(signedOut.Id, "bob")], signedOut.Id);
    }

    /// <summary>Subjects are compared character by character.</summary>
    [Theory]
    [MemberData(nameof(HostileText.Names), MemberType = typeof(HostileText))]
    public async Task Subjects_of_any_text_are_compared(string name)
    {
        var text = HostileText.All[name];
        var session = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, text));
        await EndedAsync([new(session.Id, text)]);
        await EndedAsync([new(session.Id, text + "x")], session.Id);
    }

    /// <summary>Other nodes read it, so its connection stays open.</summary>
    [Fact]
    public async Task A_session_of_a_newer_version_has_not_ended()
    {
        var newer = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        await Rig.SpoilAsync(newer.Id, Spoiling.Newer);
        await EndedAsync([new(newer.Id, null)]);
    }

    /// <summary>As many as may be asked at once, and one of them twice.</summary>
    [Fact]
    public async Task A_thousand_sessions_are_told_apart_at_once()
    {
        var living = await CreatedAsync(500, _ => NewSession());
        var gone = Enumerable.Range(0, 499).Select(_ => SessionId.New()).ToList();
        await EndedAsync([.. living.Select(Known), .. gone.Select(id => new SessionPresence(id, null)), new(gone[0], "alice")], [.. gone]);
    }

    /// <summary>Cancelled before it starts.</summary>
    [Fact]
    public Task A_cancelled_question_throws() =>
        Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Presence.FindEndedAsync([new(SessionId.New(), null)], new CancellationToken(canceled: true)));

    private async Task EndedAsync(IReadOnlyList<SessionPresence> known, params SessionId[] expected) =>
        Assert.Equal(expected.Order(), (await Presence.FindEndedAsync(known, Token)).Distinct().Order());

    private static SessionPresence Known(SessionRecord record) => new(record.Id, record.Subject);
}
