namespace Azu.Sessions.Tests;

/// <summary>What counts as a change, and what a change writes.</summary>
public sealed class ChangeTests
{
    [Fact]
    public async Task Reading_writes_nothing()
    {
        await using var app = new TestApp<Shop>(o => o.TouchInterval = TimeSpan.FromMinutes(1));
        var session = await app.RequestAsync(await app.CreateAsync(new() { Count = 1 }), s => _ = s.Data.Cart.Length);
        Assert.Equal(1, (await app.RecordAsync(session.Id))!.Version);
        Assert.Null(session.SentCookie);
    }

    [Fact]
    [Trait("Requirement", "R-87")]
    public async Task Visiting_creates_nothing()
    {
        await using var app = new TestApp<Shop>();
        for (var i = 0; i < 100; i++)
        {
            var session = await app.RequestAsync(null, s => _ = (s.Data.Name, s.Flash.Notice, s.Subject, s.Id));
            Assert.Null(session.SentCookie);
        }

        Assert.Equal(0, app.Memory.SessionsHeld);
    }

    [Fact]
    [Trait("Requirement", "R-87")]
    public async Task A_default_that_is_assigned_creates_nothing()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.RequestAsync(null, s =>
        {
            s.Data = s.Data with { Name = null };
            s.Update(d => d with { Count = 0 });
        });
        Assert.True(session.IsNew);
    }

    [Fact]
    public async Task SaveUnmodified_gives_every_visitor_a_session()
    {
        await using var app = new TestApp<Shop>(o => o.SaveUnmodified = true);
        var session = await app.RequestAsync(null, _ => { });
        Assert.NotNull(session.SentCookie);
        Assert.Equal(0, (await app.LoadAsync(session.SentCookie)).Data.Count);
    }

    [Fact]
    public async Task Changing_the_object_in_place_counts()
    {
        await using var app = new TestApp<Visit>();
        var cookie = await app.CreateAsync(new() { Notes = ["a"] });
        var session = await app.RequestAsync(cookie, s => s.Data.Notes.Add("b"));
        Assert.Equal(["a", "b"], (await app.StoredAsync(session.Id)).Notes);
    }

    [Fact]
    public async Task Changing_in_place_counts_between_and_after_updates()
    {
        await using var app = new TestApp<Visit>();
        var session = await app.RequestAsync(await app.CreateAsync(new()), s =>
        {
            s.Data.Notes.Add("1");
            s.Update(d =>
            {
                d.Amount += 1;
                return d;
            });
            s.Data.Notes.Add("2");
        });
        Assert.Equal(["1", "2"], (await app.StoredAsync(session.Id)).Notes);
        Assert.Equal(1, (await app.StoredAsync(session.Id)).Amount);
    }

    [Fact]
    public async Task A_struct_is_changed_by_assignment()
    {
        await using var app = new TestApp<Place>();
        var session = await app.RequestAsync(await app.CreateAsync(new() { X = 1 }), s => s.Data = s.Data with { Y = 2 });
        Assert.Equal((1L, (short)2), ((await app.StoredAsync(session.Id)).X, (await app.StoredAsync(session.Id)).Y));
    }

    [Fact]
    public async Task What_is_changed_after_saving_is_stored_too()
    {
        await using var app = new TestApp<Visit>();
        var session = app.New();
        session.Data.Notes.Add("1");
        await session.SaveAsync(TestContext.Current.CancellationToken);
        var cookie = session.SentCookie;
        session.Data.Notes.Add("2");
        await session.CommitAsync();
        Assert.Equal(["1", "2"], (await app.StoredAsync(session.Id)).Notes);
        Assert.Equal(cookie, session.SentCookie);
    }

    [Fact]
    [Trait("Requirement", "R-21")]
    public async Task A_change_after_the_commit_is_refused_with_what_to_do()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.RequestAsync(await app.CreateAsync(new()), _ => { });
        Action[] changes =
        [
            () => session.Data = new(), () => session.Update(d => d), session.RotateToken, session.Touch, () => session.Flash["a"] = "b",
            () => session.Flash.Keep("a"), () => session.Flash.Discard("a"),
        ];
        foreach (var change in changes) Assert.Contains(session.Id.ToString(), Assert.Throws<SessionCommittedException>(change).Message,
            StringComparison.Ordinal);
        Func<ValueTask>[] endings = [() => session.SignInAsync("alice"), () => session.SignOutAsync(), () => session.DeleteAsync(), () => session.SaveAsync()];
        foreach (var ending in endings) await Assert.ThrowsAsync<SessionCommittedException>(async () => await ending());
    }

    [Fact]
    public async Task A_read_only_endpoint_cannot_change()
    {
        await using var app = new TestApp<Visit>();
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        session.State.Policy = session.State.Policy with { IsReadOnly = true };
        Assert.Throws<InvalidOperationException>(() => session.Data = new());
        session.Data.Notes.Add("in place");
        await session.CommitAsync();
        Assert.Empty((await app.StoredAsync(session.Id)).Notes);
    }

    [Fact]
    public async Task Null_is_no_data()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new() { Count = 1 });
        var session = await app.LoadAsync(cookie);
        Assert.Throws<ArgumentNullException>(() => session.Data = null!);
        Assert.Throws<ArgumentNullException>(() => session.Update(null!));
        Assert.Throws<InvalidOperationException>(() => session.Update(_ => null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () =>
            await app.Manager.CreateAsync(null!, cancellationToken: TestContext.Current.CancellationToken));
        await session.CommitAsync();
        Assert.Equal(1, (await app.LoadAsync(cookie)).Data.Count);
    }

    [Fact]
    [Trait("Requirement", "R-89")]
    public async Task Data_over_the_limit_is_refused_and_what_was_stored_stays()
    {
        await using var app = new TestApp<Shop>(o => o.MaxPayloadBytes = 2048);
        var cookie = await app.CreateAsync(new() { Name = "small" });
        var session = await app.LoadAsync(cookie);
        session.Data = session.Data with { Name = new('x', 3000) };
        var refusal = await Assert.ThrowsAsync<SessionTooLargeException>(async () => await session.CommitAsync());
        Assert.Equal(2048, refusal.AllowedBytes);
        Assert.True(refusal.ActualBytes > 3000);
        Assert.Contains("MaxPayloadBytes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("small", (await app.LoadAsync(cookie)).Data.Name);

        var created = app.New();
        created.Data = new() { Name = new('x', 3000) };
        await Assert.ThrowsAsync<SessionTooLargeException>(async () => await created.CommitAsync());
        await Assert.ThrowsAsync<SessionTooLargeException>(async () => await app.CreateAsync(new() { Name = new('x', 3000) }));
        Assert.Equal(1, app.Memory.SessionsHeld);
    }

    [Fact]
    [Trait("Requirement", "R-48")]
    public async Task What_one_request_holds_is_not_what_another_sees()
    {
        await using var app = new TestApp<Visit>();
        var cookie = await app.CreateAsync(new() { Notes = ["stored"] });
        var one = await app.LoadAsync(cookie);
        one.Data.Notes.Add("not stored");
        Assert.Equal(["stored"], (await app.LoadAsync(cookie)).Data.Notes);
    }
}
