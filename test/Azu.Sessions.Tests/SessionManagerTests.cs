namespace Azu.Sessions.Tests;

/// <summary>Sessions from outside a request.</summary>
public sealed class SessionManagerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_created_session_is_found_and_its_token_admits()
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<RecordedEvents>());
        var created = await app.Manager.CreateAsync(new() { Name = "a" }, "alice", cancellationToken: Token);
        var session = await app.LoadAsync(created.Token);
        Assert.Equal((created.Session.Id, "alice", "a"), (session.Id, session.Subject, session.Data.Name));
        var found = await app.Manager.GetAsync(session.Id, Token);
        Assert.Equal(("alice", "a", 1L), (found.Subject, found.Data.Name, found.Version));
        Assert.Equal(app.Clock.GetUtcNow(), found.SignedInAt);
        Assert.Equal((found.CreatedAt, found.LastSeenAt), (app.Clock.GetUtcNow(), app.Clock.GetUtcNow()));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromHours(24)), (found.ExpiresAt - found.CreatedAt, found.AbsoluteExpiresAt - found.CreatedAt));
        Assert.True(found.PayloadBytes > 0);
        Assert.Contains(RecordedEvents.Of(app), e => e.Event == "OnStarted");
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_null_or_an_exception_that_names_it()
    {
        await using var app = new TestApp<Shop>();
        var id = SessionId.New();
        Assert.Null(await app.Manager.FindAsync(id, Token));
        Assert.Equal(id, (await Assert.ThrowsAsync<SessionNotFoundException>(async () => await app.Manager.GetAsync(id, Token))).SessionId);
        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await app.Manager.UpdateAsync(id, d => d, Token));
        Assert.False(await app.Manager.RevokeAsync(id, cancellationToken: Token));
    }

    [Fact]
    public async Task A_visitor_who_sends_another_s_session_id_signs_out_none_of_theirs()
    {
        await using var app = new TestApp<Shop>();
        var (phone, bob, guest) = (await app.CreateAsync(new(), "alice"), await app.CreateAsync(new(), "bob"), await app.CreateAsync(new()));
        foreach (var other in (string[])[bob, guest]) Assert.False(await app.Manager.RevokeOfSubjectAsync("alice", (await app.LoadAsync(other)).Id,
            cancellationToken: Token));
        Assert.False((await app.LoadAsync(bob)).IsNew);
        Assert.False((await app.LoadAsync(guest)).IsNew);
        var id = (await app.LoadAsync(phone)).Id;
        // A visitor who is not signed in has no subject, and that is not "any".
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await app.Manager.RevokeOfSubjectAsync(app.New().Subject!, id, cancellationToken: Token));
        Assert.True(await app.Manager.RevokeOfSubjectAsync("alice", id, cancellationToken: Token));
        Assert.True((await app.LoadAsync(phone)).IsNew);
        Assert.False(await app.Manager.RevokeOfSubjectAsync("alice", id, cancellationToken: Token));
    }

    [Fact]
    public async Task An_expired_session_is_not_there()
    {
        await using var app = new TestApp<Shop>();
        var id = (await app.Manager.CreateAsync(new(), "alice", cancellationToken: Token)).Session.Id;
        app.Clock.Advance(TimeSpan.FromHours(1) + SessionLifetime.ClockSkew);
        Assert.NotNull(await app.RecordAsync(id));
        Assert.Null(await app.Manager.FindAsync(id, Token));
        Assert.Empty(await app.Manager.ListAsync(SessionQuery.All, Token).ToListAsync(Token));
        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await app.Manager.UpdateAsync(id, d => d, Token));
    }

    [Fact]
    [Trait("Requirement", "R-49")]
    public async Task An_update_from_a_job_merges_with_requests_and_is_no_use_of_the_session()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        var session = await app.LoadAsync(cookie);
        var expiry = session.ExpiresAt;
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await Together.RunAsync(32, async i =>
        {
            if (i % 2 == 0) await app.Manager.UpdateAsync(session.Id, d => d with { Count = d.Count + 1 }, Token);
            else await app.RequestAsync(cookie, s => s.Update(d => d with { Cart = [.. d.Cart, $"{i}"] }));
            return true;
        });
        Assert.Equal((16, 16), ((await app.StoredAsync(session.Id)).Count, (await app.StoredAsync(session.Id)).Cart.Length));

        var quiet = (await app.Manager.CreateAsync(new(), cancellationToken: Token)).Session;
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Manager.UpdateAsync(quiet.Id, d => d with { Count = 1 }, Token);
        Assert.Equal(quiet.ExpiresAt, (await app.RecordAsync(quiet.Id))!.ExpiresAt);
        Assert.True(expiry < (await app.RecordAsync(session.Id))!.ExpiresAt);
    }

    [Fact]
    public async Task Lists_counts_and_predicates()
    {
        await using var app = new TestApp<Shop>();
        for (var i = 0; i < 1203; i++) await app.Manager.CreateAsync(new() { Count = i }, i % 3 == 0 ? "alice" : null, cancellationToken: Token);
        var manager = app.Manager;
        Assert.Equal(1203, await manager.CountAsync(Token));
        Assert.Equal(3, await manager.ListAsync(Token).CountAsync(s => s.Data.Count >= 1200, Token));
        Assert.Equal(1203, (await manager.ListAsync(Token).Select(s => s.Id).ToListAsync(Token)).Distinct().Count());
        Assert.Equal(401, (await manager.ListBySubjectAsync("alice", Token).ToListAsync(Token)).Count);
        Assert.Empty(await manager.ListBySubjectAsync("bob", Token).ToListAsync(Token));
        Assert.Equal([1202], (await manager.ListAsync(Token).Where(s => s.Data.Count == 1202).ToListAsync(Token)).Select(s => s.Data.Count));
        Assert.Equal(7, (await manager.ListAsync(Token).FirstOrDefaultAsync(s => s.Data.Count == 7, Token))!.Data.Count);
        Assert.Equal(new SessionStatistics("memory", 1203, 0) { Circuits = default(SessionCircuits) }, await manager.GetStatisticsAsync(Token));
        Assert.Equal(("memory", app.Memory.Capabilities), (manager.StoreName, manager.Capabilities));
    }

    [Fact]
    public async Task A_declared_index_follows_the_data()
    {
        await using var app = new TestApp<Shop>(build: b => b.IndexBy("name", d => d.Name));
        var cookie = (await app.RequestAsync(null, s => s.Data = s.Data with { Name = "a" })).SentCookie;
        Assert.Single(await app.Manager.ListByIndexAsync("name", "a", Token).ToListAsync(Token));
        await app.RequestAsync(cookie, s => s.Update(d => d with { Name = "b" }));
        Assert.Empty(await app.Manager.ListByIndexAsync("name", "a", Token).ToListAsync(Token));
        Assert.Single(await app.Manager.ListByIndexAsync("name", "b", Token).ToListAsync(Token));
        await (await app.LoadAsync(cookie)).SignInAsync("alice", Token);
        Assert.Single(await app.Manager.ListByIndexAsync("name", "b", Token).ToListAsync(Token));
        Assert.Contains("IndexBy(\"other\"", Assert.Throws<ArgumentException>(() => app.Manager.ListByIndexAsync("other", "x", Token)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-39")]
    [Trait("Requirement", "R-42")]
    public async Task Revoking_ends_one_all_others_or_everybody_and_reports_each()
    {
        await using var app = new TestApp<Shop>(build: b => b.AddEvents<RecordedEvents>());
        var alices = new List<CreatedSession<Shop>>();
        for (var i = 0; i < 5; i++) alices.Add(await app.Manager.CreateAsync(new() { Count = i }, "alice", cancellationToken: Token));
        var bob = await app.Manager.CreateAsync(new(), "bob", cancellationToken: Token);

        Assert.True(await app.Manager.RevokeAsync(alices[0].Session.Id, cancellationToken: Token));
        Assert.Equal(3, await app.Manager.RevokeSubjectAsync("alice", alices[4].Session.Id, cancellationToken: Token));
        Assert.False((await app.LoadAsync(alices[4].Token)).IsNew);
        for (var i = 0; i < 4; i++) Assert.True((await app.LoadAsync(alices[i].Token)).IsNew);
        Assert.Equal(1, await app.Manager.RevokeWhereAsync(s => s.Subject == "alice", cancellationToken: Token));
        Assert.False((await app.LoadAsync(bob.Token)).IsNew);
        Assert.Equal(5, RecordedEvents.Of(app).Count(e => e is { Event: "OnEnded", Reason: SessionEndReason.Revoked }));
        Assert.Equal(1, await app.Manager.ClearAsync(cancellationToken: Token));
        Assert.True((await app.LoadAsync(bob.Token)).IsNew);
    }

    [Fact]
    [Trait("Requirement", "R-77")]
    public async Task A_session_that_cannot_be_read_hides_no_other()
    {
        await using var app = new TestApp<Shop>();
        var broken = (await app.Manager.CreateAsync(new(), "alice", cancellationToken: Token)).Session.Id;
        await app.Manager.CreateAsync(new() { Name = "a" }, "alice", cancellationToken: Token);
        var record = (await app.RecordAsync(broken))!;
        await app.Memory.UpdateAsync(record with { Version = 2, WriteId = 1, Payload = new byte[] { 1, 1, 1, 0, 0, 0, (byte)'{' } }, 1, Token);

        Assert.Single(await app.Manager.ListAsync(Token).Where(s => s.IsReadable && s.Data.Name == "a").ToListAsync(Token));
        Assert.Equal(2, (await app.Manager.ListAsync(SessionQuery.All, Token).ToListAsync(Token)).Count);
        Assert.Equal(broken, (await Assert.ThrowsAsync<SessionCorruptedException>(async () => _ = (await app.Manager.GetAsync(broken, Token)).Data)).SessionId);
        await Assert.ThrowsAsync<SessionCorruptedException>(async () => await app.Manager.UpdateAsync(broken, d => d, Token));
        Assert.Equal(1, await app.Manager.RevokeWhereAsync(s => s.Data.Name == "a", cancellationToken: Token));
        Assert.True(await app.Manager.RevokeAsync(broken, cancellationToken: Token));
    }

    [Fact]
    public async Task A_store_that_cannot_list_says_so()
    {
        await using var app = new TestApp<Shop>(build: b =>
            b.UseStore(new CountingStore(new CapableStore(new(new(), TimeProvider.System), SessionCapabilities.None))));
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(async () => await app.Manager.CountAsync(Token));
        Assert.Contains("cannot list", refusal.Message, StringComparison.Ordinal);
        Assert.Null((await app.Manager.GetStatisticsAsync(Token)).Sessions);
        Assert.Equal(0, await app.Manager.RemoveExpiredAsync(Token));
    }

    [Fact]
    [Trait("Requirement", "R-48")]
    public async Task A_snapshot_changes_nothing_that_is_stored()
    {
        await using var app = new TestApp<Visit>();
        var id = (await app.Manager.CreateAsync(new(), cancellationToken: Token)).Session.Id;
        (await app.Manager.GetAsync(id, Token)).Data.Notes.Add("x");
        Assert.Empty((await app.Manager.GetAsync(id, Token)).Data.Notes);
    }
}
