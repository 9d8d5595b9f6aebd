namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A deploy that changes the session type ends no session, and old and new nodes side by side lose nothing of each other.</summary>
[Trait("Requirement", "R-68")]
public sealed class ChangedTypeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_property_has_its_initialiser_s_value_also_with_generated_JSON(bool isGenerated)
    {
        await using var fleet = new Fleet();
        var (old, young) = (await FirstAsync(fleet), await GrownAsync(fleet, isGenerated));
        await fleet.WriteAsync(old, "alice");
        Assert.Equal("alice 1 blue none Paris unknown Glad", await fleet.ReadAsync(young));
        Assert.Single(fleet.Records.Data.Records);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_newer_program_stored_survives_writes_of_the_older_one_and_the_other_way_round(bool isGenerated)
    {
        await using var fleet = new Fleet();
        var (old, young) = (await FirstAsync(fleet), await GrownAsync(fleet, isGenerated));
        await fleet.WriteAsync(old, "alice");
        await fleet.WriteAsync(young, "bob");
        Assert.Equal("bob 2 red bob Paris 75001 Glad", await fleet.ReadAsync(young));
        Assert.Equal("bob 2 kept Paris Glad", await fleet.ReadAsync(old));
        await fleet.WriteAsync(old, "carol");
        Assert.Equal("carol 3 red bob Paris 75001 Glad", await fleet.ReadAsync(young));
        await fleet.UpdateAsync(young, "dave");
        await fleet.UpdateAsync(old, "erin");
        Assert.Equal("erin 5 red dave Paris 75001 Glad", await fleet.ReadAsync(young));
        Assert.Equal("erin 5 kept Paris Glad", await fleet.ReadAsync(old));
    }

    [Fact]
    public async Task A_read_is_no_change_although_the_type_has_grown()
    {
        await using var fleet = new Fleet();
        var (old, young) = (await FirstAsync(fleet), await GrownAsync(fleet, isGenerated: false));
        await fleet.WriteAsync(old, "alice");
        young.Calls.Reset();
        await fleet.ReadAsync(young);
        Assert.Equal(0, young.Calls[Azu.Sessions.Conformance.StoreOperations.Writes]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_renamed_property_begins_anew_and_the_old_one_stays_for_the_older_program(bool isGenerated)
    {
        await using var fleet = new Fleet();
        var (old, young) = (await FirstAsync(fleet), await ChangedAsync(fleet, isGenerated));
        await fleet.WriteAsync(old, "alice");
        Assert.StartsWith("nobody", await fleet.ReadAsync(young), StringComparison.Ordinal);
        await fleet.WriteAsync(young, "bob");
        Assert.StartsWith("bob", await fleet.ReadAsync(young), StringComparison.Ordinal);
        Assert.StartsWith("alice", await fleet.ReadAsync(old), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_property_of_another_type_is_hidden_reported_once_and_stays_until_it_is_set(bool isGenerated)
    {
        await using var fleet = new Fleet();
        var (old, young) = (await FirstAsync(fleet), await ChangedAsync(fleet, isGenerated));
        await fleet.WriteAsync(old, "alice");
        for (var i = 0; i < 3; i++) Assert.Equal("nobody uncounted home kept", await fleet.ReadAsync(young));
        await fleet.WriteAsync(young, "bob");
        Assert.Equal("alice 1 kept Paris Glad", await fleet.ReadAsync(old));
        Assert.Single(young.App.Sink.Lines, l =>
            l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("stored property", StringComparison.Ordinal)
            && l.Contains("Count", StringComparison.Ordinal));

        await fleet.WriteAsync(young, "count");
        Assert.Equal("bob many home kept", await fleet.ReadAsync(young));
        Assert.Equal("alice 0 kept Paris Glad", await fleet.ReadAsync(old));
        Assert.DoesNotContain(young.App.Sink.Lines, l => l.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_of_an_enumeration_that_the_older_program_does_not_know_is_hidden_there_and_not_lost()
    {
        await using var fleet = new Fleet();
        var (old, young) = (await FirstAsync(fleet), await GrownAsync(fleet, isGenerated: false));
        await fleet.WriteAsync(young, "proud");
        Assert.Equal("proud 1   Calm", await fleet.ReadAsync(old));
        await fleet.WriteAsync(old, "zoe");
        Assert.EndsWith("Proud", await fleet.ReadAsync(young), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_may_become_a_struct_and_back()
    {
        await using var fleet = new Fleet();
        var (old, young) = (await FirstAsync(fleet), await fleet.StartAsync<Small>(d => $"{d.Name} {d.Count}", (d, text) => d with { Name = text }));
        await fleet.WriteAsync(old, "alice");
        Assert.Equal("alice 1", await fleet.ReadAsync(young));
        await fleet.WriteAsync(young, "bob");
        Assert.Equal("bob 1 kept Paris Glad", await fleet.ReadAsync(old));
    }

    [Fact]
    public async Task A_typed_session_may_become_an_untyped_one_and_back()
    {
        await using var fleet = new Fleet();
        var old = await FirstAsync(fleet);
        var young = await fleet.StartAsync<SessionItems>(d => $"{d["Name"]} {d["Count"]}", (d, text) =>
        {
            d["Name"] = text;
            d["More"] = "more";
            return d;
        });
        await fleet.WriteAsync(old, "alice");
        Assert.Equal("alice 1", await fleet.ReadAsync(young));
        await fleet.WriteAsync(young, "bob");
        await fleet.WriteAsync(old, "carol");
        Assert.Equal("carol 2", await fleet.ReadAsync(young));
        Assert.Contains(fleet.Records.Data.Records.Values, r =>
            System.Text.Encoding.UTF8.GetString(r.Payload.Span).Contains("\"More\"", StringComparison.Ordinal));
    }

    private static Task<StoreApp> FirstAsync(Fleet fleet) => fleet.StartAsync<First>(
        d => $"{d.Name} {d.Count} {d.Old} {d.Place?.City} {d.Mood}",
        (d, text) => d with
        {
            Name = text,
            Count = d.Count + 1,
            Old = "kept",
            Place = (d.Place ?? new()) with { City = "Paris" },
            Mood = text == "alice"
            ? Mood.Glad
            : d.Mood
        });

    private static Task<StoreApp> GrownAsync(Fleet fleet, bool isGenerated) => fleet.StartAsync<Grown>(
        d => $"{d.Name} {d.Count} {d.Colour} {string.Join(',', d.Tags)} {d.Place?.City} {d.Place?.Zip} {d.Mood}",
        (d, text) => text == "proud"
            ? d with { Name = text, Count = d.Count + 1, Mood = GrownMood.Proud }
            : d with { Name = text, Count = d.Count + 1, Colour = "red", Tags = [text], Place = (d.Place ?? new()) with { Zip = "75001" } },
        isGenerated ? s => s.WithJsonContext(ShapesJson.Default) : null);

    private static Task<StoreApp> ChangedAsync(Fleet fleet, bool isGenerated) => fleet.StartAsync<Changed>(
        d => $"{d.FullName ?? "nobody"} {d.Count} {d.Tenant} {d.Old}",
        (d, text) =>
        {
            if (text == "count") d.Count = "many";
            else d.FullName = text;
            return d;
        },
        isGenerated ? s => s.WithJsonContext(ShapesJson.Default) : null);
}
