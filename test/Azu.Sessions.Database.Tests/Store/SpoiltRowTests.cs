namespace Azu.Sessions.Database.Tests;

/// <summary>One row that something else has spoilt stops no list, no removal and no sweep.</summary>
public sealed class SpoiltRowTests
{
    public static TheoryData<string> Kinds => AnyDatabase.Kinds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Lists_pass_over_it_and_revocation_finds_it(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: true);
        var sessions = await SessionsAsync(store, TimeProvider.System.GetUtcNow());
        var spoilt = sessions[2];
        await SpoilAsync(database, kind, spoilt.Id);
        var others = sessions.Where(s => s.Id != spoilt.Id).Select(s => s.Id).Order().ToList();

        foreach (var query in (SessionQuery[])[SessionQuery.All, SessionQuery.BySubject("alice"), SessionQuery.ByIndex("tenant", "north")])
        {
            Assert.Equal(others, await WalkAsync(async cursor =>
            {
                var page = await store.ListAsync(query with { PageSize = 1 }, cursor, Token);
                return (page.Records.Select(r => r.Id), page.NextCursor);
            }));
            Assert.Equal(sessions.Select(s => s.Id).Order(), await WalkAsync(async cursor =>
            {
                var page = await store.ListIdsAsync(query with { PageSize = 1 }, cursor, Token);
                return (page.Ids, page.NextCursor);
            }));
            Assert.Equal(others.Count, await store.CountAsync(query, Token));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_removed_by_id_alone_and_not_where_a_state_is_meant(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: true, configure: o => o.Audit = true);
        var spoilt = (await SessionsAsync(store, TimeProvider.System.GetUtcNow()))[0];
        await SpoilAsync(database, kind, spoilt.Id);
        Assert.False((await store.RemoveAsync(spoilt.Id, RemoveCondition.OfGeneration(spoilt.Generation), SessionEndReason.SignedOut,
            cancellationToken: Token)).IsRemoved);
        Assert.False((await store.RemoveAsync(spoilt.Id, RemoveCondition.OfSecret(spoilt.SecretHash), SessionEndReason.SignedOut,
            cancellationToken: Token)).IsRemoved);
        var removed = await store.RemoveAsync(spoilt.Id, RemoveCondition.Always, SessionEndReason.Revoked, "root", Token);
        Assert.True(removed.IsRemoved);
        Assert.Null(removed.Record);
        Assert.Equal(["alice root revoked"],
            await database.RowsAsync($"SELECT subject, actor, reason FROM {database.Name("sessions_audit")} WHERE event = 'ended'"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_sweep_takes_it_with_the_others_and_counts_it(string kind)
    {
        using var database = new AnyDatabase(kind);
        var time = new ManualTimeProvider();
        await using var store = database.NewStore(migrate: true, time: time);
        var sessions = await SessionsAsync(store, time.GetUtcNow());
        await SpoilAsync(database, kind, sessions[1].Id);
        time.Advance(TimeSpan.FromDays(1));
        var (records, unreadable, more) = await store.RemoveExpiredAsync(sessions.Count, Token);
        Assert.Equal((sessions.Count - 1, 1, true), (records.Count, unreadable, more));
        var rest = await store.RemoveExpiredAsync(sessions.Count, Token);
        Assert.Equal((0, 0, false), (rest.Records.Count, rest.Unreadable, rest.HasMore));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Clearing_counts_it(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: true);
        var sessions = await SessionsAsync(store, TimeProvider.System.GetUtcNow());
        await SpoilAsync(database, kind, sessions[1].Id);
        Assert.Equal(sessions.Count, await store.ClearAsync(cancellationToken: Token));
    }

    private static async Task<List<SessionRecord>> SessionsAsync(DatabaseStore store, DateTimeOffset now)
    {
        var sessions = new List<SessionRecord>();
        for (var i = 0; i < 5; i++)
        {
            var session = SampleRecords.SignedIn(now, "alice") with { Indexes = [new("tenant", "north")] };
            Assert.True(await store.CreateAsync(session, Token));
            sessions.Add(session);
        }
        sessions.Sort((a, b) => a.Id.CompareTo(b.Id));
        return sessions;
    }

    private static Task SpoilAsync(AnyDatabase database, string kind, SessionId id) => database.ExecuteAsync(kind == "sqlite"
        ? $"UPDATE {database.Name("sessions")} SET secret_hash = x'01' WHERE id = x'{id}'"
        : $"UPDATE {database.Name("sessions")} SET secret_hash = '\\x01' WHERE id = '\\x{id}'");

    private static async Task<List<SessionId>> WalkAsync(Func<string?, Task<(IEnumerable<SessionId> Ids, string? Next)>> pageAsync)
    {
        var met = new List<SessionId>();
        for (string? cursor = null; ;)
        {
            var (ids, next) = await pageAsync(cursor);
            met.AddRange(ids);
            if (next is null) return met;
            cursor = next;
        }
    }
}
