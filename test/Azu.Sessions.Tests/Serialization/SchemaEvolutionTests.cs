namespace Azu.Sessions.Tests;

/// <summary>A deploy changes the session type, and nobody's session is lost; old and new nodes run side by side meanwhile.</summary>
[Trait("Requirement", "R-77")]
public sealed class SchemaEvolutionTests
{
    private const int PropertyHidden = 5;

    [Fact]
    public async Task A_new_default_is_no_change()
    {
        var (app, cookie) = await DeployAsync<V1, V2>(new V1 { Name = "a", Count = 1 });
        await using var deployed = app;
        var session = await app.RequestAsync(cookie, s => Assert.Equal(["default"], s.Data.Tags));
        Assert.Equal(1, (await app.RecordAsync(session.Id))!.Version);
    }

    [Fact]
    public async Task Another_format_of_the_same_value_is_no_change()
    {
        var (app, cookie) = await DeployAsync<WithInteger, WithDecimal>(new WithInteger { Amount = 5 });
        await using var deployed = app;
        var session = await app.RequestAsync(cookie, s => Assert.Equal(5m, s.Data.Amount));
        Assert.Equal(1, (await app.RecordAsync(session.Id))!.Version);
    }

    [Fact]
    public async Task A_property_that_is_unknown_here_survives_a_write_at_every_depth()
    {
        var (app, cookie) = await DeployAsync<V2, V1>(new V2 { Name = "a", Tags = ["kept"], Home = new() { City = "X", Zip = "kept" } });
        await using var deployed = app;
        var session = await app.RequestAsync(cookie, s =>
        {
            s.Data = s.Data with { Count = 9 };
            s.Update(d => d with { Home = d.Home with { City = "Y" } });
        });

        await using var newer = new TestApp<V2>(memory: app.Memory, clock: app.Clock);
        var seen = (await newer.LoadAsync(cookie)).Data;
        Assert.Equal(["kept"], seen.Tags);
        Assert.Equal(("Y", "kept"), (seen.Home.City, seen.Home.Zip));
        Assert.Equal(9, seen.Count);
        Assert.Equal(2, (await app.RecordAsync(session.Id))!.Version);
    }

    [Fact]
    public async Task A_property_that_is_unknown_here_survives_a_conflict()
    {
        var (app, cookie) = await DeployAsync<V2, V1>(new V2 { Tags = ["old"] });
        await using var deployed = app;
        await using var newer = new TestApp<V2>(memory: app.Memory, clock: app.Clock);
        var slow = await app.LoadAsync(cookie);
        slow.Data = slow.Data with { Count = 4 };
        await newer.RequestAsync(cookie, s => s.Data = s.Data with { Tags = ["new"] });
        await slow.CommitAsync();

        var seen = (await newer.LoadAsync(cookie)).Data;
        Assert.Equal(["new"], seen.Tags);
        Assert.Equal(4, seen.Count);
    }

    [Fact]
    public async Task A_property_of_another_type_is_hidden_and_stays_stored_until_it_is_set()
    {
        var (app, cookie) = await DeployAsync<V1, Changed>(new V1 { Name = "a", Count = 7 });
        await using var deployed = app;
        var session = await app.RequestAsync(cookie, s =>
        {
            Assert.Equal([], s.Data.Count);
            s.Data = s.Data with { Name = "b" };
        });
        await using (var older = new TestApp<V1>(memory: app.Memory, clock: app.Clock))
        {
            Assert.Equal(("b", 7), ((await older.LoadAsync(cookie)).Data.Name, (await older.LoadAsync(cookie)).Data.Count));
        }

        await app.RequestAsync(cookie, s => s.Data = s.Data with { Count = [1, 2] });
        var seen = await app.LoadAsync(cookie);
        Assert.Equal([1, 2], seen.Data.Count);
        Assert.Equal("b", (await app.StoredAsync(session.Id)).Name);
    }

    [Fact]
    public async Task A_hidden_property_inside_another_stays_stored_too()
    {
        var (app, cookie) = await DeployAsync<V1, ChangedInside>(new V1 { Home = new() { City = "X" } });
        await using var deployed = app;
        await app.RequestAsync(cookie, s => s.Data = s.Data with { Home = s.Data.Home with { Street = "S" } });
        await using var older = new TestApp<V1>(memory: app.Memory, clock: app.Clock);
        Assert.Equal("X", (await older.LoadAsync(cookie)).Data.Home.City);
        Assert.Equal("S", (await app.LoadAsync(cookie)).Data.Home.Street);
        Assert.Contains(app.Log.Lines, l => l.Event == PropertyHidden && l.Text.Contains("Home.City", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hidden_property_is_reported_once_and_not_once_per_request()
    {
        var (app, cookie) = await DeployAsync<V1, Changed>(new V1 { Count = 7 });
        await using var deployed = app;
        for (var i = 0; i < 5; i++) await app.RequestAsync(cookie, s => Assert.NotNull(s.Data));
        Assert.Equal(1, app.Log.Count(PropertyHidden));
    }

    [Fact]
    public async Task A_renamed_property_is_new_and_the_old_one_stays_stored()
    {
        var (app, cookie) = await DeployAsync<V1, Renamed>(new V1 { Name = "a", Count = 7 });
        await using var deployed = app;
        await app.RequestAsync(cookie, s =>
        {
            Assert.Equal(0, s.Data.Number);
            s.Data = s.Data with { Number = 1 };
        });
        await using var older = new TestApp<V1>(memory: app.Memory, clock: app.Clock);
        Assert.Equal(7, (await older.LoadAsync(cookie)).Data.Count);
    }

    [Fact]
    public async Task A_property_that_became_required_ends_no_session()
    {
        var (app, cookie) = await DeployAsync<Place, Demanding>(new Place { X = 1 });
        await using var deployed = app;
        var session = await app.LoadAsync(cookie);
        Assert.False(session.IsNew);
        Assert.Null(session.Data.Name);
    }

    [Fact]
    public async Task A_property_that_a_deploy_added_was_overwritten_by_nobody()
    {
        var (app, cookie) = await DeployAsync<V1, V2>(new V1 { Name = "a" }, o => o.OnOverwrite = OverwriteMode.Throw);
        await using var deployed = app;
        using var overwrites = app.Count("azu.sessions.overwrites");
        var slow = await app.LoadAsync(cookie);
        slow.Data = slow.Data with { Tags = ["mine"] };
        await app.RequestAsync(cookie, s => s.Data = s.Data with { Name = "theirs" });
        await slow.CommitAsync();

        Assert.Equal(0, overwrites.Value);
        Assert.Equal(["mine"], (await app.LoadAsync(cookie)).Data.Tags);
        Assert.Equal("theirs", (await app.LoadAsync(cookie)).Data.Name);
    }

    [Fact]
    public async Task A_hidden_property_was_overwritten_by_nobody()
    {
        var (app, cookie) = await DeployAsync<V1, Changed>(new V1 { Count = 7 }, o => o.OnOverwrite = OverwriteMode.Throw);
        await using var deployed = app;
        var slow = await app.LoadAsync(cookie);
        slow.Data = slow.Data with { Count = [1] };
        await app.RequestAsync(cookie, s => s.Data = s.Data with { Name = "theirs" });
        await slow.CommitAsync();
        var seen = await app.LoadAsync(cookie);
        Assert.Equal([1], seen.Data.Count);
    }

    private static async Task<(TestApp<TNew> App, string Cookie)> DeployAsync<TOld, TNew>(TOld data, Action<AzuSessionsOptions>? options = null)
        where TOld : notnull where TNew : notnull
    {
        await using var before = new TestApp<TOld>();
        var cookie = await before.CreateAsync(data);
        return (new TestApp<TNew>(options, memory: before.Memory, clock: before.Clock), cookie);
    }

    public sealed record V1
    {
        public string? Name { get; init; }

        public int Count { get; init; }

        public Address Home { get; init; } = new();
    }

    public sealed record V2
    {
        public string? Name { get; init; }

        public int Count { get; init; }

        public string[] Tags { get; init; } = ["default"];

        public NewAddress Home { get; init; } = new();
    }

    public sealed record NewAddress
    {
        public string? City { get; init; }

        public string? Zip { get; init; } = "none";
    }

    public sealed record Changed
    {
        public string? Name { get; init; }

        public int[] Count { get; init; } = [];
    }

    public sealed record ChangedInside
    {
        public ChangedAddress Home { get; init; } = new();
    }

    public sealed record ChangedAddress
    {
        public int City { get; init; }

        public string? Street { get; init; }
    }

    public sealed record Renamed
    {
        public string? Name { get; init; }

        public int Number { get; init; }
    }

    public sealed record WithInteger
    {
        public int Amount { get; init; }
    }

    public sealed record WithDecimal
    {
        public decimal Amount { get; init; }

        public decimal Tax { get; init; } = 1.50m;
    }
}
