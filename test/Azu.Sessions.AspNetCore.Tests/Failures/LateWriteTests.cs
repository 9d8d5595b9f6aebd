using System.Net;
using Azu.Sessions;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A write is given up as timed out, and happens seconds later.</summary>
[Trait("Requirement", "R-38")]
public sealed class LateWriteTests
{
    private readonly MemoryStore _memory = new(new(), TimeProvider.System);

    [Theory]
    [InlineData("/count")]
    [InlineData("/rotate")]
    [InlineData("/login/bob")]
    public async Task A_write_that_comes_late_does_not_bring_a_session_back(string late)
    {
        var store = new LateStore(_memory, StoreOperations.Update | StoreOperations.Touch);
        await using var before = await FaultApp.StartAsync(_memory, FaultApp.SharedKey);
        await using var app = await FaultApp.StartAsync(store, FaultApp.SharedKey);
        var cookie = await before.Client.BeginAsync("/login/bob");
        using var answer = await app.Client.PostAsync(late, cookie);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Null(answer.SetCookie());
        Assert.True(store.Held > 0);
        (await app.Client.PostAsync("/logout", cookie)).EnsureSuccessStatusCode().Dispose();
        await store.ReleaseAsync();
        store.Recover();
        Assert.Equal("|0|Durable", await app.Client.ReadAsync("/", cookie));
        Assert.Equal(0, _memory.SessionsHeld);
    }

    [Fact]
    public async Task A_session_that_is_created_late_is_nobodys()
    {
        var store = new LateStore(_memory, StoreOperations.Create);
        await using var app = await FaultApp.StartAsync(store);
        using var first = await app.Client.PostAsync("/login/alice", cookie: null);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, null), (first.StatusCode, first.SetCookie()));
        store.Recover();
        var cookie = await app.Client.BeginAsync("/login/alice");
        await store.ReleaseAsync();
        Assert.Equal("alice|0|Durable", await app.Client.ReadAsync("/", cookie));
    }

    [Fact]
    public async Task A_late_removal_ends_its_own_session_and_no_other()
    {
        var store = new LateStore(_memory, StoreOperations.Remove);
        await using var app = await FaultApp.StartAsync(store);
        var old = await app.Client.BeginAsync("/login/alice");
        using var logout = await app.Client.PostAsync("/logout", old);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, ""), (logout.StatusCode, logout.CookieValue()));
        var newer = await app.Client.BeginAsync("/login/alice");
        store.Recover();
        await store.ReleaseAsync();
        Assert.Equal("|0|Durable", await app.Client.ReadAsync("/", old));
        Assert.Equal("alice|0|Durable", await app.Client.ReadAsync("/", newer));
    }

    [Fact]
    public async Task A_count_that_comes_late_is_not_made_twice()
    {
        var store = new LateStore(_memory, StoreOperations.Update);
        await using var app = await FaultApp.StartAsync(store);
        var cookie = await app.Client.BeginAsync("/count");
        using var late = await app.Client.PostAsync("/count", cookie);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.True(store.Held > 1); // it was repeated, and every repetition is under way
        await store.ReleaseAsync();
        store.Recover();
        Assert.Equal(2, await app.CountAsync(cookie));
    }
}
