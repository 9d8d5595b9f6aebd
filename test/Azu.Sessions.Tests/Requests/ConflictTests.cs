namespace Azu.Sessions.Tests;

/// <summary>Two requests of one session at once. Both are loaded before either commits, so the second finds a newer version.</summary>
[Trait("Requirement", "R-49")]
public sealed class ConflictTests
{
    [Fact]
    public async Task Different_properties_are_both_kept_at_every_depth()
    {
        await using var app = new TestApp<Shop>();
        using var overwrites = app.Count("azu.sessions.overwrites");
        var (cookie, one, two) = await TwoAsync(app, new() { Home = new() { City = "X", Street = "S" }, Votes = new() { ["a"] = 1 } });

        one.Data = one.Data with { Name = "one", Home = one.Data.Home with { City = "one" } };
        one.Data.Votes["b"] = 2;
        two.Data = two.Data with { Count = 2, Home = two.Data.Home with { Street = "two" } };
        two.Data.Votes.Remove("a");
        await one.CommitAsync();
        await two.CommitAsync();

        var seen = (await app.LoadAsync(cookie)).Data;
        Assert.Equal(("one", 2), (seen.Name, seen.Count));
        Assert.Equal(("one", "two"), (seen.Home.City, seen.Home.Street));
        Assert.Equal(new() { ["b"] = 2 }, seen.Votes);
        Assert.Equal(0, overwrites.Value);
    }

    [Fact]
    public async Task An_update_is_replayed_on_the_newest_data()
    {
        await using var app = new TestApp<Shop>();
        var (cookie, one, two) = await TwoAsync(app, new() { Cart = ["old"], Count = 1 });
        one.Update(d => d with { Cart = [.. d.Cart, "one"], Count = d.Count + 1 });
        two.Update(d => d with { Cart = [.. d.Cart, "two"], Count = d.Count + 1 });
        Assert.Equal(["old", "two"], two.Data.Cart);
        await one.CommitAsync();
        await two.CommitAsync();

        Assert.Equal(["old", "one", "two"], (await app.StoredAsync(two.Id)).Cart);
        Assert.Equal(3, (await app.LoadAsync(cookie)).Data.Count);
    }

    [Fact]
    public async Task After_the_commit_the_data_shows_the_merged_state()
    {
        await using var app = new TestApp<Shop>();
        var (_, one, two) = await TwoAsync(app, new());
        one.Data = one.Data with { Name = "one" };
        two.Data = two.Data with { Count = 2 };
        await one.CommitAsync();
        await two.SaveAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("one", 2), (two.Data.Name, two.Data.Count));
        two.Data = two.Data with { Count = 3 };
        await two.CommitAsync();
        Assert.Equal(("one", 3), ((await app.StoredAsync(two.Id)).Name, (await app.StoredAsync(two.Id)).Count));
    }

    [Fact]
    public async Task Assignments_and_updates_are_replayed_in_the_order_in_which_they_were_made()
    {
        await using var app = new TestApp<Shop>();
        using var overwrites = app.Count("azu.sessions.overwrites");
        var (_, one, two) = await TwoAsync(app, new() { Count = 1 });
        one.Data = one.Data with { Count = 100 };
        await one.CommitAsync();

        two.Data = two.Data with { Name = "a" };                              // diff
        two.Update(d => d with { Count = d.Count + 1, Name = d.Name + "b" }); // fn: 100 + 1
        two.Data = two.Data with { Name = two.Data.Name + "c" };              // diff
        two.Update(d => d with { Count = d.Count * 2, Name = d.Name + "d" }); // fn: 101 * 2
        Assert.Equal((4, "abcd"), (two.Data.Count, two.Data.Name));
        await two.CommitAsync();

        var stored = await app.StoredAsync(two.Id);
        Assert.Equal((202, "abcd"), (stored.Count, stored.Name));
        Assert.Equal(0, overwrites.Value);
    }

    [Fact]
    public async Task The_order_counts_also_where_the_object_is_changed_in_place()
    {
        await using var app = new TestApp<Visit>();
        var cookie = await app.CreateAsync(new() { Amount = 1 });
        var one = await app.LoadAsync(cookie);
        var two = await app.LoadAsync(cookie);
        one.Data.Amount = 10;
        await one.CommitAsync();

        two.Data.Notes = ["a"];
        two.Update(d =>
        {
            d.Amount += 1;
            d.Notes.Add("b");
            return d;
        });
        two.Data.Notes.Add("c");
        await two.CommitAsync();

        var stored = await app.StoredAsync(two.Id);
        Assert.Equal(11, stored.Amount);
        Assert.Equal(["a", "b", "c"], stored.Notes);
    }

    [Fact]
    public async Task The_same_property_assigned_by_both_is_the_later_ones_and_is_counted()
    {
        await using var app = new TestApp<Shop>();
        using var overwrites = app.Count("azu.sessions.overwrites");
        var (cookie, one, two) = await TwoAsync(app, new());
        one.Data = one.Data with { Name = "one", Count = 5 };
        two.Data = two.Data with { Name = "two", Count = 5 };
        await one.CommitAsync();
        await two.CommitAsync();
        Assert.Equal("two", (await app.LoadAsync(cookie)).Data.Name);
        Assert.Equal(1, overwrites.Value);
    }

    [Fact]
    public async Task OnOverwrite_Throw_refuses_the_later_assignment_and_stores_nothing_of_it()
    {
        await using var app = new TestApp<Shop>(o => o.OnOverwrite = OverwriteMode.Throw);
        var (cookie, one, two) = await TwoAsync(app, new());
        one.Data = one.Data with { Name = "one" };
        two.Data = two.Data with { Name = "two", Count = 2 };
        await one.CommitAsync();
        var refusal = await Assert.ThrowsAsync<SessionConflictException>(async () => await two.CommitAsync());
        Assert.Equal(two.Id, refusal.SessionId);
        Assert.Equal(("one", 0), ((await app.LoadAsync(cookie)).Data.Name, (await app.LoadAsync(cookie)).Data.Count));
    }

    [Fact]
    public async Task OnOverwrite_Throw_lets_updates_pass()
    {
        await using var app = new TestApp<Shop>(o => o.OnOverwrite = OverwriteMode.Throw);
        var (cookie, one, two) = await TwoAsync(app, new());
        one.Update(d => d with { Count = d.Count + 1 });
        two.Update(d => d with { Count = d.Count + 1 });
        await one.CommitAsync();
        await two.CommitAsync();
        Assert.Equal(2, (await app.LoadAsync(cookie)).Data.Count);
    }

    [Fact]
    public async Task Who_is_overtaken_time_and_again_gives_up_with_a_conflict()
    {
        await using var app = new TestApp<Shop>(faults: memory => new AlwaysOvertakenStore(memory));
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        session.Update(d => d with { Count = d.Count + 1 });
        var refusal = await Assert.ThrowsAsync<SessionConflictException>(async () => await session.CommitAsync());
        Assert.Contains(session.Id.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await app.StoredAsync(session.Id)).Count);
    }

    [Fact]
    public async Task A_sign_in_that_is_overtaken_time_and_again_gives_up_with_a_conflict()
    {
        await using var app = new TestApp<Shop>(faults: memory => new AlwaysOvertakenStore(memory));
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        await Assert.ThrowsAsync<SessionConflictException>(async () => await session.SignInAsync("alice", TestContext.Current.CancellationToken));
        Assert.Null((await app.RecordAsync(session.Id))!.Subject);
    }

    private static async Task<(string Cookie, Session<Shop> One, Session<Shop> Two)> TwoAsync(TestApp<Shop> app, Shop data)
    {
        var cookie = await app.CreateAsync(data);
        return (cookie, await app.LoadAsync(cookie), await app.LoadAsync(cookie));
    }
}
