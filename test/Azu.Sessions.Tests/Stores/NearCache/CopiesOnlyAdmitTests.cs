namespace Azu.Sessions.Tests;

/// <summary>Whatever a copy would refuse is decided on what the store says now; only what it admits without any doubt needs no store.</summary>
[Trait("Requirement", "R-84")]
public sealed class CopiesOnlyAdmitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_this_node_knows_is_read_without_the_store()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var node = cluster[0];
        var cookie = await node.CreateAsync(new() { Name = "ann" });
        var before = node.Calls.Total;
        for (var i = 0; i < 100; i++) Assert.Equal("ann", (await node.RequestAsync(cookie)).Data.Name);
        Assert.Equal(before, node.Calls.Total);
    }

    [Fact]
    public async Task A_write_costs_one_call_and_is_read_where_it_was_made()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var node = cluster[0];
        var cookie = await node.CreateAsync();
        var before = node.Calls.Total;
        for (var i = 1; i <= 20; i++)
        {
            await node.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }));
            Assert.Equal(i, (await node.RequestAsync(cookie)).Data.Count);
        }

        Assert.Equal(before + 20, node.Calls.Total);
    }

    [Fact]
    public async Task A_write_on_one_node_is_read_on_the_others()
    {
        await using var cluster = await Cluster.StartAsync(3);
        var cookie = await cluster[0].CreateAsync();
        for (var i = 1; i <= 30; i++)
        {
            await cluster[i % 3].RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }));
            foreach (var node in cluster.Nodes) Assert.Equal(i, (await node.RequestAsync(cookie)).Data.Count);
        }
    }

    [Fact]
    public async Task Writes_on_an_outdated_copy_lose_nothing()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync();
        await cluster[1].RequestAsync(cookie);
        cluster[1].Backplane.Hold();
        await cluster[0].RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1, Name = "zero" }));
        await cluster[1].RequestAsync(cookie, s =>
        {
            Assert.Equal(0, s.Data.Count);
            s.Update(d => d with { Count = d.Count + 1 });
        });
        Assert.Equal(new Customer { Count = 2, Name = "zero" }, (await cluster[1].RequestAsync(cookie)).Data);
        Assert.Equal(2, (await cluster[0].RequestAsync(cookie)).Data.Count);
    }

    [Fact]
    public async Task A_session_that_ended_on_one_node_is_refused_by_the_others()
    {
        await using var cluster = await Cluster.StartAsync(3);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        foreach (var node in cluster.Nodes) Assert.Equal("ann", (await node.RequestAsync(cookie)).Subject);
        await (await cluster[1].LoadAsync(cookie)).SignOutAsync(Token);
        foreach (var node in cluster.Nodes) Assert.True((await node.LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task Signing_out_everywhere_reaches_every_node()
    {
        await using var cluster = await Cluster.StartAsync(3);
        var cookies = new List<string>();
        for (var i = 0; i < 6; i++) cookies.Add(await cluster[i % 3].CreateAsync(subject: "ann"));
        foreach (var node in cluster.Nodes)
        {
            foreach (var cookie in cookies) await node.RequestAsync(cookie);
        }

        Assert.Equal(6, await cluster[2].Manager.RevokeSubjectAsync("ann", cancellationToken: Token));
        foreach (var node in cluster.Nodes)
        {
            foreach (var cookie in cookies) Assert.True((await node.LoadAsync(cookie)).IsNew);
        }
    }

    [Fact]
    [Trait("Fault", "F-12")]
    public async Task A_node_that_hears_nothing_refuses_within_the_bound()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        cluster[1].Backplane.IsCut = true;
        await cluster[0].Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        Assert.False((await cluster[1].LoadAsync(cookie)).IsNew);
        cluster.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await cluster[1].LoadAsync(cookie)).IsNew);
        Assert.False(cluster[1].Statistics.IsLeaseHeld);
        cluster[1].Backplane.IsCut = false;
        await cluster.TickUntilAsync(() => cluster[1].Statistics.IsLeaseHeld == true);
        Assert.True((await cluster[1].LoadAsync(cookie)).IsNew);
    }

    [Fact]
    [Trait("Fault", "F-12")]
    public async Task A_node_that_is_told_of_an_interruption_refuses_at_once()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        cluster[1].Backplane.IsCut = true;
        await cluster[0].Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        cluster[1].Backplane.Listener!.Interrupted();
        Assert.True((await cluster[1].LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task A_node_that_stood_still_refuses_when_it_goes_on()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        cluster[1].Backplane.Hold();
        await cluster[0].Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await cluster[1].LoadAsync(cookie)).IsNew);
        cluster[1].Backplane.Release();
        Assert.True((await cluster[1].LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task A_token_that_is_newer_than_the_copy_is_admitted()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        cluster[1].Backplane.Hold();
        var rotated = (await cluster[0].RequestAsync(cookie, s => s.RotateToken())).SentCookie!;
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var loaded = await cluster[1].LoadAsync(rotated);
        Assert.Equal("ann", loaded.Subject);
        Assert.Equal(SessionOrigin.Admitted, loaded.State.Origin);
    }

    [Fact]
    public async Task The_token_before_a_rotation_is_judged_by_the_store()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var node = cluster[0];
        var old = await node.CreateAsync(subject: "ann");
        await node.RequestAsync(old, s => s.RotateToken());
        var before = node.Calls.Finds;
        Assert.Equal(SessionOrigin.Grace, (await node.LoadAsync(old)).State.Origin);
        Assert.Equal(before + 1, node.Calls.Finds);
    }

    [Fact]
    public async Task A_session_that_another_node_kept_alive_is_alive()
    {
        await using var cluster = await Cluster.StartAsync(2, cluster: c => c.TimeToLive = TimeSpan.FromHours(20));
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        for (var i = 0; i < 4; i++)
        {
            cluster.Clock.Advance(TimeSpan.FromMinutes(40));
            await cluster[0].RequestAsync(cookie);
        }

        // The copy is past its end by now, and its node never heard of the touches.
        Assert.Equal("ann", (await cluster[1].LoadAsync(cookie)).Subject);
    }

    [Fact]
    public async Task A_client_that_the_copy_does_not_know_is_judged_by_the_store_and_reported_once()
    {
        await using var cluster = await Cluster.StartAsync(1, o => (o.Binding.UserAgent, o.Binding.OnMismatch) = (true, BindingMismatchMode.Reject));
        var node = cluster[0];
        var client = new SessionClient("192.0.2.1", "Firefox");
        var cookie = (await node.Manager.CreateAsync(new(), "ann", client, Token)).Token;
        using var rejected = node.Meter("azu.sessions.rejected");
        var before = node.Calls.Finds;
        Assert.False((await LoadAsync(node, cookie, "Firefox")).IsNew);
        Assert.Equal(before, node.Calls.Finds);
        Assert.True((await LoadAsync(node, cookie, "curl")).IsNew);
        Assert.Equal(before + 1, node.Calls.Finds);
        Assert.Equal(1, rejected.Sum("BindingMismatch"));
    }

    [Fact]
    public async Task What_a_copy_cannot_read_is_judged_by_the_store_and_reported_once()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var node = cluster[0];
        var cookie = await node.CreateAsync(subject: "ann");
        node.Loader.CookieFormat.Read(cookie, out var token);
        var stored = (await node.Cache.FindAsync(token.Id, Token))!;
        // The node has a copy that it cannot read, and the store has one that it can.
        var broken = stored.Next("what is this");
        await node.Cache.UpdateAsync(broken, stored.Version, Token);
        node.Server.Data.Records[token.Id] = stored with { Version = broken.Version };
        Assert.Equal("ann", (await node.LoadAsync(cookie)).Subject);
        Assert.Equal(0, node.Log.Count(4));
    }

    [Fact]
    public async Task A_fresh_load_goes_past_the_copy()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        cluster[1].Backplane.Hold();
        await cluster[0].Manager.RevokeSubjectAsync("ann", cancellationToken: Token);
        Assert.False((await cluster[1].LoadAsync(cookie)).IsNew);
        Assert.True((await cluster[1].LoadAsync(cookie, StalenessPolicy.Fresh)).IsNew);
        // Who has seen it has no copy any more either.
        Assert.True((await cluster[1].LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task What_is_asked_from_outside_a_request_is_fresh()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        var id = (await cluster[1].RequestAsync(cookie)).Id;
        cluster[1].Backplane.Hold();
        await cluster[0].RequestAsync(cookie, s => s.Data = s.Data with { Name = "new" });
        Assert.Equal("new", (await cluster[1].Manager.FindAsync(id, Token))!.Data.Name);
        await cluster[0].Manager.RevokeAsync(id, cancellationToken: Token);
        Assert.Null(await cluster[1].Manager.FindAsync(id, Token));
        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await cluster[1].Manager.UpdateAsync(id, d => d, Token));
    }

    [Fact]
    public async Task Clearing_the_store_clears_every_node()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        await cluster[1].RequestAsync(cookie);
        await cluster[0].Manager.ClearAsync(cancellationToken: Token);
        foreach (var node in cluster.Nodes)
        {
            Assert.True((await node.LoadAsync(cookie)).IsNew);
            Assert.Equal(0, node.Statistics.Copies);
        }
    }

    [Fact]
    public async Task A_node_that_clears_the_store_forgets_its_own_copies_at_once()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        cluster[0].Backplane.Hold();
        await cluster[0].Manager.ClearAsync(cancellationToken: Token);
        Assert.True((await cluster[0].LoadAsync(cookie)).IsNew);
    }

    [Fact]
    public async Task Parallel_loads_of_one_session_share()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var cookie = await cluster[0].CreateAsync(subject: "ann");
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster[1].Calls.Answering = _ => open.Task;
        var before = cluster[1].Calls.Finds;
        var loads = Enumerable.Range(0, 50).Select(_ => cluster[1].LoadAsync(cookie)).ToArray();
        open.SetResult();
        foreach (var load in loads) Assert.Equal("ann", (await load).Subject);
        Assert.InRange(cluster[1].Calls.Finds - before, 1, 2);
    }

    private static async Task<Session<Customer>> LoadAsync(ClusterNode node, string cookie, string userAgent)
    {
        node.Loader.CookieFormat.Read(cookie, out var token);
        return (Session<Customer>)await node.Loader.LoadAsync(new(cookie.AsMemory(), token), ClientTraits.From(new("192.0.2.1", userAgent)),
            StalenessPolicy.None, Token);
    }
}
