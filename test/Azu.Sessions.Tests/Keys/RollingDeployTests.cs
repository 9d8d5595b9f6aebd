namespace Azu.Sessions.Tests;

/// <summary>The secret is exchanged on three nodes that share a store, one node after the other, while people use all of them.</summary>
[Trait("Requirement", "R-62")]
public sealed class RollingDeployTests
{
    private const int Nodes = 3;

    private static readonly int[][] s_orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    private readonly ManualTimeProvider _time = new();
    private readonly InspectableStore _store;

    public RollingDeployTests() => _store = new(_time);

    public static TheoryData<int> EachOrder => [.. Enumerable.Range(0, s_orders.Length)];

    [Theory]
    [MemberData(nameof(EachOrder))]
    public async Task In_every_order_of_both_phases_nobody_is_logged_out_and_nothing_is_lost(int firstOrder)
    {
        foreach (var secondOrder in s_orders)
        {
            var nodes = Enumerable.Range(0, Nodes).Select(_ => Start(0)).ToArray();
            var visitors = new List<Visitor>();
            await UseAsync(nodes, visitors, 0);
            var steps = s_orders[firstOrder].Select(node => (node, phase: 1)).Concat(secondOrder.Select(node => (node, phase: 2)));
            foreach (var (node, phase) in steps)
            {
                nodes[node].Dispose();
                nodes[node] = Start(phase);
                await UseAsync(nodes, visitors, visitors.Count);
            }

            // Whoever came by since the promotion is under the new key alone, and the old one can go.
            await UseAsync(nodes, visitors, visitors.Count);
            foreach (var node in nodes) node.Dispose();
            nodes = [.. Enumerable.Range(0, Nodes).Select(_ => Start(3))];
            await UseAsync(nodes, visitors, visitors.Count);
            foreach (var node in nodes) node.Dispose();
        }
    }

    [Fact]
    public async Task A_token_under_an_older_key_is_issued_anew_without_a_write_and_under_the_next_key_it_is_left_alone()
    {
        using var before = Start(0);
        using var prepared = Start(1);
        using var promoted = Start(2);
        var browser = new CookieJar();
        await before.AddAsync(browser, "tea");
        var old = browser.Cookie;
        await prepared.ReadAsync(browser);
        Assert.Equal(old, browser.Cookie);

        var version = (await _store.RecordAsync((await promoted.ReadAsync(browser)).Id)).Version;
        Assert.NotEqual(old, browser.Cookie);
        Assert.Equal(1, version);
        var renewed = browser.Cookie;
        await prepared.ReadAsync(browser);
        await promoted.ReadAsync(browser);
        Assert.Equal(renewed, browser.Cookie);
        Assert.Equal(["tea"], (await prepared.ReadAsync(browser)).Data.Items);
    }

    [Fact]
    public async Task A_token_under_a_retired_key_is_anonymous_and_the_cookie_is_kept_until_something_is_written()
    {
        using var before = Start(0);
        using var retired = Start(3);
        var browser = new CookieJar();
        await before.SignInAsync(browser, "alice");
        var old = browser.Cookie;

        var session = await retired.ReadAsync(browser);
        Assert.Equal(TokenReading.UnknownKey, retired.LastReading);
        Assert.True(session.IsNew);
        Assert.False(session.IsSignedIn);
        Assert.Equal(old, browser.Cookie);
        Assert.True((await before.ReadAsync(browser)).IsSignedIn);

        // It locks nobody out: signing in replaces the cookie.
        await retired.SignInAsync(browser, "alice");
        Assert.NotEqual(old, browser.Cookie);
        Assert.True((await retired.ReadAsync(browser)).IsSignedIn);
    }

    [Fact]
    public async Task A_payload_under_a_key_that_a_node_does_not_know_is_unavailable_there_and_not_corrupted()
    {
        using var promoted = Start(2);
        using var retired = Start(3);
        var browser = new CookieJar();
        var id = await UseBeforeAndReadAsync(browser, promoted);

        var session = await retired.ReadAsync(browser);
        Assert.Equal(TokenReading.Valid, retired.LastReading);
        Assert.Equal(SessionDurability.Unavailable, session.Durability);
        Assert.Empty(session.Data.Items);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(() => retired.AddAsync(browser, "lost"));
        Assert.Equal(PayloadReading.UnknownKey, retired.Engine.Codec.TryRead(await _store.RecordAsync(id), out _));

        // From outside a request it is no corruption either.
        var snapshot = await retired.Manager.GetAsync(id);
        Assert.Throws<SessionStoreUnavailableException>(() => snapshot.Data);
        Assert.False(snapshot.IsReadable);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await retired.Manager.UpdateAsync(id, d => d));

        Assert.Equal(["tea"], (await promoted.ReadAsync(browser)).Data.Items);
        await promoted.AddAsync(browser, "milk");
        Assert.Equal(["tea", "milk"], (await retired.ReadAsync(browser)).Data.Items);
    }

    /// <summary>A retired key must not lock a visitor out until the old session ends.</summary>
    [Fact]
    public async Task Who_signs_in_where_the_payload_cannot_be_read_has_a_new_session()
    {
        using var promoted = Start(2);
        using var retired = Start(3);
        var browser = new CookieJar();
        var id = await UseBeforeAndReadAsync(browser, promoted);

        await retired.SignInAsync(browser, "alice");

        var session = await retired.ReadAsync(browser);
        Assert.Equal(("alice", SessionDurability.Durable), (session.Subject, session.Durability));
        Assert.NotEqual(id, session.Id);
    }

    [Fact]
    public async Task A_write_that_meets_a_newer_one_under_an_unknown_key_fails_as_unavailable()
    {
        using var before = Start(0);
        using var promoted = Start(2);
        var browser = new CookieJar();
        await before.AddAsync(browser, "tea");
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(() => before.RequestAsync(browser, async session =>
        {
            session.Update(basket => basket with { Items = [.. basket.Items, "here"] });
            await promoted.AddAsync(new CookieJar { Cookie = browser.Cookie }, "there");
        }));
        Assert.Equal(["tea", "there"], (await promoted.ReadAsync(browser)).Data.Items);
    }

    /// <summary>Reading issues the token again, under the new key. The payload stays under the old key until something is written.</summary>
    private async Task<SessionId> UseBeforeAndReadAsync(CookieJar browser, EngineNode promoted)
    {
        using var before = Start(0);
        var id = (await before.AddAsync(browser, "tea")).Id;
        await promoted.ReadAsync(browser);
        return id;
    }

    private static void Phase(AzuSessionsOptions o, int phase)
    {
        o.Secret = phase < 2 ? EngineNode.FirstSecret : EngineNode.SecondSecret;
        if (phase == 1) o.NextSecret = EngineNode.SecondSecret;
        if (phase == 2) o.PreviousSecrets = [EngineNode.FirstSecret];
    }

    private EngineNode Start(int phase) => new(_store, _time, o => Phase(o, phase), b => b.WithEncryption());

    /// <summary>Everybody who came before reads on every node, and writes on one; and on each node somebody new comes.</summary>
    private static async Task UseAsync(EngineNode[] nodes, List<Visitor> visitors, int turn)
    {
        foreach (var visitor in visitors)
        {
            foreach (var node in nodes) await visitor.AssertIsKnownAsync(node);
            var item = $"item {turn}";
            await nodes[turn++ % Nodes].AddAsync(visitor.CookieJar, item);
            visitor.Items.Add(item);
            foreach (var node in nodes) await visitor.AssertIsKnownAsync(node);
        }

        foreach (var node in nodes)
        {
            var visitor = new Visitor($"visitor {visitors.Count}");
            await node.SignInAsync(visitor.CookieJar, visitor.Name);
            visitors.Add(visitor);
        }
    }

    private sealed class Visitor(string name)
    {
        public string Name { get; } = name;

        public CookieJar CookieJar { get; } = new();

        public List<string> Items { get; } = [];

        public async Task AssertIsKnownAsync(EngineNode node)
        {
            var session = await node.ReadAsync(CookieJar);
            Assert.Equal(TokenReading.Valid, node.LastReading);
            Assert.Equal(SessionDurability.Durable, session.Durability);
            Assert.Equal(Name, session.Subject);
            Assert.Equal(Items, session.Data.Items);
        }
    }
}
