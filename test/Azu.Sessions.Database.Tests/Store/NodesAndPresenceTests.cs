namespace Azu.Sessions.Database.Tests;

/// <summary>Which sessions have ended, and which nodes may still admit one that has.</summary>
public sealed class NodesAndPresenceTests
{
    public static TheoryData<string> Kinds => AnyDatabase.Kinds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_session_has_ended_that_is_gone_over_or_another_subject_s(string kind)
    {
        using var database = new AnyDatabase(kind);
        var time = new ManualTimeProvider();
        await using var store = database.NewStore(migrate: true, time: time);
        var subject = "\0al\"ice' \U0001F36A";
        var live = SampleRecords.SignedIn(time.GetUtcNow().AddHours(2), subject);
        var over = SampleRecords.Anonymous(time.GetUtcNow());
        var gone = SessionId.New();
        Assert.True(await store.CreateAsync(live, Token));
        Assert.True(await store.CreateAsync(over, Token));
        time.Advance(TimeSpan.FromHours(2));

        var ended = await store.FindEndedAsync([new(live.Id, subject), new(over.Id, null), new(live.Id, null), new(gone, "bob")], Token);
        Assert.Equal(new[] { over.Id, gone }.Order(), ended.Order());
        Assert.Equal([live.Id], await store.FindEndedAsync([new(live.Id, "bob")], Token));
        Assert.Empty(await store.FindEndedAsync([], Token));
        Assert.Equal(1_000, (await store.FindEndedAsync([.. Enumerable.Range(0, 1_000).Select(_ => new SessionPresence(SessionId.New(), null))], Token)).Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Half_a_character_in_a_subject_is_refused(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: true);
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.FindEndedAsync([new(SessionId.New(), "alice\ud83c")], Token));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_longest_lag_is_that_of_the_nodes_that_are_noted_now(string kind)
    {
        using var database = new AnyDatabase(kind);
        var time = new ManualTimeProvider();
        await using var store = database.NewStore(migrate: true, time: time);
        await using var other = database.NewStore(migrate: true, time: time);
        Assert.Null(await other.FindLongestLagAsync(Token));
        await store.NoteNodeAsync(new string('n', 5_000), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2), Token);
        await store.NoteNodeAsync("b\0", TimeSpan.FromTicks(20_000_001), TimeSpan.FromMinutes(10), Token);
        Assert.Equal(TimeSpan.FromSeconds(5), await other.FindLongestLagAsync(Token));
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(TimeSpan.FromMilliseconds(2_001), await other.FindLongestLagAsync(Token));
        await store.NoteNodeAsync("b\0", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), Token);
        Assert.Equal(TimeSpan.FromSeconds(1), await other.FindLongestLagAsync(Token));
        time.Advance(TimeSpan.FromDays(2));
        Assert.Null(await other.FindLongestLagAsync(Token));
        await store.NoteNodeAsync("c", TimeSpan.MaxValue, TimeSpan.MaxValue, Token);
        Assert.Equal(["c"], await database.RowsAsync($"SELECT name FROM {database.Name("sessions_nodes")}"));
    }
}
