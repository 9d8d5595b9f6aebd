using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A walk through all sessions, where Redis itself promises less than the contract.</summary>
[Trait("Requirement", "R-69")]
public sealed class WalkTests
{
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    /// <summary>SCAN repeats keys when its table shrinks; and it does when most keys of other people go.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(200)]
    public async Task A_walk_meets_each_session_once_while_the_servers_table_shrinks(int pageSize)
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var sessions = await ManyAsync(store, 500);
        await FillAsync(redis, 100_000);

        var met = new List<SessionId>();
        string? cursor = null;
        var hasShrunk = false;
        do
        {
            var page = await store.ListAsync(SessionQuery.All with { PageSize = pageSize }, cursor);
            met.AddRange(page.Records.Select(record => record.Id));
            cursor = page.NextCursor;
            if (hasShrunk || met.Count < 100) continue;
            await ShrinkAsync(redis);
            hasShrunk = true;
        }
        while (cursor is not null);

        Assert.Equal(sessions.Order(), met.Order());
    }

    [Fact]
    public async Task A_walk_meets_each_session_once_while_the_servers_table_grows()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var sessions = await ManyAsync(store, 300);
        var met = new List<SessionId>();
        string? cursor = null;
        for (var round = 0; round == 0 || cursor is not null; round++)
        {
            var page = await store.ListAsync(SessionQuery.All with { PageSize = 10 }, cursor);
            met.AddRange(page.Records.Select(record => record.Id));
            cursor = page.NextCursor;
            await FillAsync(redis, 2_000, from: round * 2_000);
        }
        Assert.Equal(sessions.Order(), met.Order());
    }

    [Fact]
    public async Task A_cursor_stays_short_however_long_the_walk_is()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        await ManyAsync(store, 2_000);
        string? cursor = null;
        do
        {
            cursor = (await store.ListAsync(SessionQuery.All with { PageSize = 100 }, cursor)).NextCursor;
            Assert.InRange(cursor?.Length ?? 0, 0, 800);
        }
        while (cursor is not null);
    }

    [Fact]
    public async Task A_prefix_with_the_characters_of_a_pattern_is_only_text()
    {
        await using var redis = await OwnServer.StartAsync();
        var odd = redis.Store(@"a[b]*?\^-c{d}:");
        var other = redis.Store("ab1:");
        await odd.CreateAsync(SampleRecords.Anonymous(s_now));
        await other.CreateAsync(SampleRecords.Anonymous(s_now));
        await other.CreateAsync(SampleRecords.Anonymous(s_now));
        Assert.Equal(1, await odd.CountAsync(SessionQuery.All));
        Assert.Equal(1, await odd.ClearAsync());
        Assert.Equal(2, await other.CountAsync(SessionQuery.All));
    }

    [Fact]
    public async Task Clearing_ten_thousand_sessions_leaves_every_foreign_key_untouched()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store("app:");
        var sessions = Tier.IsSoak ? 1_000_000 : 10_000;
        await Parallel.ForAsync(0, sessions, async (i, _) =>
            await store.CreateAsync(i % 10 == 0 ? SampleRecords.SignedIn(s_now, $"user {i % 97}") : SampleRecords.Anonymous(s_now)));

        string[] foreign = ["app:config", "app:" + new string('g', 32), "app:" + new string('A', 32), "app", "other:" + SessionId.New(), "app:subject:mine",
            $"app:{SessionId.New()}0"];
        foreach (var key in foreign) await redis.Server.AskAsync("SET", key, "mine");
        await redis.Server.AskAsync("RPUSH", $"app:{SessionId.New()}", "a list that somebody keeps under such a name");

        var reports = new List<long>();
        Assert.Equal(sessions, await store.ClearAsync(new Reports(reports)));
        Assert.Equal(sessions, reports[^1]);
        Assert.True(reports.Count > 5, $"Only {reports.Count} reports.");
        Assert.Equal(foreign.Length + 1, (await redis.KeysAsync()).Count);
        foreach (var key in foreign) Assert.Equal("mine", (string?)await redis.Server.AskAsync("GET", key));
    }

    [Fact]
    public async Task No_list_count_or_clear_asks_for_all_keys_at_once()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        await ManyAsync(store, 3_000);
        await redis.Server.AskAsync("CONFIG", "RESETSTAT");
        Assert.Equal(3_000, await store.CountAsync(SessionQuery.All));
        await store.ListAsync(SessionQuery.All, null);
        await store.ClearAsync();
        var commands = await redis.Server.CommandsAsync();
        Assert.False(commands.ContainsKey("keys"));
        Assert.True(commands["scan"] >= 6);
    }

    private static async Task<List<SessionId>> ManyAsync(RedisStore store, int count)
    {
        var records = Enumerable.Range(0, count).Select(_ => SampleRecords.Anonymous(s_now)).ToList();
        await Task.WhenAll(records.Select(record => store.CreateAsync(record).AsTask()));
        return [.. records.Select(record => record.Id)];
    }

    private static Task FillAsync(OwnServer redis, int count, int from = 0) =>
        redis.Server.AskAsync("EVAL", "for i = 1, ARGV[1] do redis.call('SET', 'filling' .. (ARGV[2] + i), '') end", "0", $"{count}", $"{from}");

    /// <summary>Everything but the sessions goes, and Redis makes its table smaller, step by step.</summary>
    private static async Task ShrinkAsync(OwnServer redis)
    {
        await redis.Server.AskAsync("EVAL", "for i = 1, 100000 do redis.call('DEL', 'filling' .. i) end", "0");
        await Eventually.HoldsAsync(async () =>
        {
            var table = (string)(await redis.Server.AskAsync("DEBUG", "HTSTATS", "0"))!;
            return !table.Contains("rehashing target", StringComparison.Ordinal) && !table.Contains("table size: 131072", StringComparison.Ordinal);
        });
    }

    private sealed class Reports(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}
