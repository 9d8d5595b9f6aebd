using Azu.Sessions.Testing;

namespace Azu.Sessions.AspNetCore.Tests.Testing;

/// <summary>What an application's unit tests see of the code that they hand a session to.</summary>
public sealed class TestSessionTests
{
    [Fact]
    public async Task What_a_page_changes_is_there_for_the_next_request()
    {
        await using var test = await TestSession.CreateAsync(new Visitor { Cart = ["apple"] }, "alice");
        Assert.Equal(["apple"], test.Session.Data.Cart);
        Assert.Equal("alice", test.Session.Subject);
        Buy(test.Session, "pear");

        var next = await test.NextRequestAsync();
        Assert.Same(next, test.Session);
        Assert.Equal(["apple", "pear"], next.Data.Cart);
        Assert.Equal("pear is in your cart", next.Flash.Notice);
        Assert.Null((await test.NextRequestAsync()).Flash.Notice);
    }

    [Fact]
    public async Task What_is_saved_is_stored_and_what_is_not_is_not()
    {
        await using var test = await TestSession.CreateAsync(new Visitor { Count = 1 });
        test.Session.Update(d => d with { Count = 2 });
        Assert.Equal(1, (await test.FindStoredAsync())!.Data.Count);
        await test.Session.SaveAsync();
        Assert.Equal(2, (await test.FindStoredAsync())!.Data.Count);
        Assert.Null((await test.FindStoredAsync())!.Subject);
    }

    [Fact]
    public async Task A_visitor_without_a_session_gets_one_by_writing()
    {
        await using var test = await TestSession.CreateAsync<Visitor>();
        Assert.True(test.Session.IsNew);
        Assert.True((await test.NextRequestAsync()).IsNew);
        Assert.Null(await test.FindStoredAsync());
        Buy(test.Session, "pear");
        Assert.False((await test.NextRequestAsync()).IsNew);
        Assert.Equal(["pear"], (await test.FindStoredAsync())!.Data.Cart);
    }

    [Fact]
    public async Task Signing_in_keeps_the_cart_of_the_stranger()
    {
        await using var test = await TestSession.CreateAsync(new Visitor { Cart = ["apple"] });
        test.Clock.Advance(TimeSpan.FromMinutes(5));
        await test.Session.SignInAsync("alice");

        var next = await test.NextRequestAsync();
        Assert.Equal(("alice", test.Clock.GetUtcNow()), (next.Subject, next.SignedInAt));
        Assert.Equal(["apple"], next.Data.Cart);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var test = await TestSession.CreateAsync(new Visitor { Cart = ["apple"] }, "alice");
        var id = test.Session.Id;
        await test.Session.SignOutAsync();
        test.Session.Flash.Notice = "bye";

        var next = await test.NextRequestAsync();
        Assert.Null(await test.Manager.FindAsync(id));
        Assert.NotEqual(id, next.Id);
        Assert.False(next.IsSignedIn);
        Assert.Empty(next.Data.Cart);
        Assert.Equal("bye", next.Flash.Notice);
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_session_that_was_signed_out()
    {
        await using var test = await TestSession.CreateAsync(new Visitor(), "alice");
        await test.Session.SignOutAsync();
        Assert.Null(await test.FindStoredAsync());
        Assert.True((await test.NextRequestAsync()).IsNew);
        Assert.Equal(0, await test.Manager.CountAsync());
    }

    [Fact]
    public async Task A_session_expires_when_no_request_uses_it()
    {
        await using var test = await TestSession.CreateAsync(new Visitor(), "alice", o => o.IdleTimeout = TimeSpan.FromMinutes(20));
        Buy(test.Session, "pear");
        Assert.True((await test.NextRequestAsync(after: TimeSpan.FromMinutes(19))).IsSignedIn);
        Assert.True((await test.NextRequestAsync(after: TimeSpan.FromMinutes(19))).IsSignedIn);
        Buy(test.Session, "plum");
        var next = await test.NextRequestAsync(after: TimeSpan.FromMinutes(21));
        Assert.False(next.IsSignedIn);
        Assert.Empty(next.Data.Cart);
        Assert.Null(await test.FindStoredAsync());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => test.NextRequestAsync(TimeSpan.FromTicks(-1)).AsTask());
    }

    [Fact]
    public async Task A_session_expires_by_the_clock_that_the_test_moves()
    {
        await using var test = await TestSession.CreateAsync(new Visitor(), "alice", o => o.IdleTimeout = TimeSpan.FromMinutes(20));
        test.Clock.Advance(TimeSpan.FromMinutes(19));
        Assert.True((await test.NextRequestAsync()).IsSignedIn); // used, so there are 20 minutes again
        test.Clock.Advance(TimeSpan.FromMinutes(20) + TimeSpan.FromSeconds(5)); // no request before it ended, and the skew of two clocks
        Assert.True(test.Session.IsExpired);
        Assert.False((await test.NextRequestAsync()).IsSignedIn);
    }

    [Fact]
    public async Task A_rotated_token_is_the_one_of_the_next_request()
    {
        await using var test = await TestSession.CreateAsync(new Visitor(), "alice");
        test.Session.RotateToken();
        await test.NextRequestAsync();
        Assert.True((await test.NextRequestAsync(after: TimeSpan.FromMinutes(1))).IsSignedIn); // past the grace of the token before
    }

    [Fact]
    public async Task The_request_before_can_write_nothing_any_more()
    {
        await using var test = await TestSession.CreateAsync(new Visitor());
        var before = test.Session;
        await test.NextRequestAsync();
        Assert.Throws<SessionCommittedException>(() => Buy(before, "pear"));
    }

    [Fact]
    public async Task A_change_from_elsewhere_is_merged_as_in_production()
    {
        await using var test = await TestSession.CreateAsync(new Visitor { Cart = ["apple"] });
        Buy(test.Session, "pear");
        await test.Manager.UpdateAsync(test.Session.Id, d => d with { Cart = [.. d.Cart, "plum"] });
        Assert.Equal(["apple", "plum", "pear"], (await test.NextRequestAsync()).Data.Cart);
    }

    [Fact]
    public async Task A_change_to_a_session_that_was_revoked_fails_and_the_visitor_begins_again()
    {
        await using var test = await TestSession.CreateAsync(new Visitor(), "alice");
        Buy(test.Session, "pear");
        Assert.True(await test.Manager.RevokeAsync(test.Session.Id));
        await Assert.ThrowsAsync<SessionExpiredException>(() => test.NextRequestAsync().AsTask());
        var next = await test.NextRequestAsync();
        Assert.False(next.IsSignedIn);
        Assert.Empty(next.Data.Cart);
    }

    [Fact]
    public async Task Signing_out_everywhere_through_the_manager_ends_the_session_of_the_page_as_well()
    {
        await using var test = await MadeElsewhereAsync();
        await test.Manager.CreateAsync(new(), "alice");
        Assert.Equal(2, await SignOutEverywhereAsync(test.Session, test.Manager));
        Assert.False(test.Session.IsSignedIn);
        Assert.False((await test.NextRequestAsync()).IsSignedIn);

        // A set-up method of a test class: what it awaits knows of the request, the test does not.
        static async Task<TestSession<Visitor>> MadeElsewhereAsync()
        {
            await Task.Yield();
            return await TestSession.CreateAsync(new Visitor(), "alice");
        }

        static async Task<long?> SignOutEverywhereAsync(Session<Visitor> session, SessionManager<Visitor> sessions) =>
            await sessions.RevokeSubjectAsync(session.Subject!);
    }

    [Fact]
    public async Task The_set_up_of_the_application_counts()
    {
        var sent = new Sent();
        await using var test = await TestSession.CreateAsync(new Visitor { Name = "blue" }, "alice", o => o.MaxSessionsPerSubject = 1,
            s => s.IndexBy("team", d => d.Name).Services.AddSingleton<SessionEvents<Visitor>>(sent));
        Assert.Equal(test.Session.Id, (await test.Manager.ListByIndexAsync("team", "blue").SingleAsync()).Id);

        test.Session.RotateToken();
        await test.NextRequestAsync();
        Assert.Equal(test.Session.Id, sent.Id);

        test.Clock.Advance(TimeSpan.FromSeconds(1)); // the clock stands still, and the oldest session goes
        await test.Manager.CreateAsync(new(), "alice");
        Assert.False((await test.NextRequestAsync()).IsSignedIn);
    }

    [Fact]
    public async Task Another_store_is_refused() =>
        Assert.Contains("Two stores", (await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await TestSession.CreateAsync(new Visitor(), sessions: s => s.UseCookieStore()))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Its_text_shows_no_content()
    {
        await using var test = await TestSession.CreateAsync(new Visitor { Name = "hidden" });
        Assert.Equal($"session {test.Session.Id}", $"{test}");
    }

    private static void Buy(Session<Visitor> session, string item)
    {
        session.Update(d => d with { Cart = [.. d.Cart, item] });
        session.Flash.Notice = $"{item} is in your cart";
    }

    private sealed class Sent : SessionEvents<Visitor>
    {
        public SessionId Id { get; private set; }

        public override ValueTask OnSentToClient(SessionSnapshot<Visitor> session)
        {
            Id = session.Id;
            return default;
        }
    }
}
