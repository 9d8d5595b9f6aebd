using System.Net;
using Azu.Sessions;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The memory store is full.</summary>
[Trait("Requirement", "R-79")]
public sealed class FullStoreTests
{
    [Fact]
    public async Task Guests_give_way_to_those_who_sign_in()
    {
        await using var app = await StartAsync(3);
        using var client = app.NewBareClient();
        var guests = new List<string>();
        for (var i = 0; i < 3; i++) guests.Add(await client.BeginAsync("/count"));
        var members = new List<string>();
        for (var i = 0; i < 3; i++) members.Add(await client.BeginAsync($"/login/user{i}"));
        foreach (var guest in guests) Assert.Equal("|0", await client.ReadAsync("/", guest));
        for (var i = 0; i < 3; i++) Assert.Equal($"user{i}|0", await client.ReadAsync("/", members[i]));
    }

    [Fact]
    public async Task When_only_members_are_left_newcomers_get_a_503_and_members_go_on()
    {
        await using var app = await StartAsync(2);
        using var client = app.NewBareClient();
        var alice = await client.BeginAsync("/login/alice");
        var bob = await client.BeginAsync("/login/bob");
        foreach (var path in (string[])["/count", "/login/carol"])
        {
            using var refused = await client.PostAsync(path, cookie: null);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, null), (refused.StatusCode, refused.SetCookie()));
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.Equal("|0", await client.ReadAsync("/", null)); // pages that only look still work
        (await client.PostAsync("/count", alice)).EnsureSuccessStatusCode().Dispose();
        Assert.Equal("alice|1", await client.ReadAsync("/", alice));
        (await client.PostAsync("/logout", bob)).EnsureSuccessStatusCode().Dispose();
        var carol = await client.BeginAsync("/login/carol");
        Assert.Equal("carol|0", await client.ReadAsync("/", carol));
    }

    [Fact]
    public async Task A_session_that_cannot_grow_any_more_keeps_what_it_had()
    {
        await using var app = await StartAsync(10, maxBytes: 4_000);
        using var client = app.NewBareClient();
        var alice = await client.BeginAsync("/login/alice");
        using var grown = await client.PostAsync("/fill/8000", alice);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, grown.StatusCode);
        Assert.Equal("alice|0", await client.ReadAsync("/", alice));
    }

    private static Task<TestApp> StartAsync(int maxSessions, long maxBytes = long.MaxValue) => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visitor>().UseMemoryStore(m => (m.MaxSessions, m.MaxBytes) = (maxSessions, maxBytes)),
        app =>
        {
            app.UseAzuSessions();
            app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
            app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
            app.MapPost("/count", (Session<Visitor> session) => session.Update(d => d with { Count = d.Count + 1 }));
            app.MapPost("/fill/{length:int}", (int length, Session<Visitor> session) => session.Data = session.Data with { A = new('x', length) });
            app.MapGet("/", (Session<Visitor> session) => $"{session.Subject}|{session.Data.Count}");
        });
}
