using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.TestHost;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What an application's own tests see: the same application on ASP.NET Core's TestServer.</summary>
public sealed class TestServerTests
{
    public static TheoryData<string> Ways => ResponseWays.All;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_a_callback_changes_is_stored(string way)
    {
        await using var app = await StartAsync();
        using var client = app.App.App.GetTestClient();
        using var answer = await client.GetAsync($"/way/{way.Escaped()}").WaitAsync(StartingApp.Limit);
        app.App.Sink.NoteToken(answer.CookieValue()!);
        Assert.Equal("from a callback", await client.ReadAsync("/note", answer.CookieValue()));
    }

    /// <summary>Without the one that fails afterwards: TestServer takes a complete response away when the endpoint throws behind it.</summary>
    public static TheoryData<string> CalmWays => [.. ResponseWays.All.Select(w => w.Data).Where(w => w != "a failure after the write")];

    [Theory]
    [MemberData(nameof(CalmWays))]
    public async Task A_change_that_cannot_be_stored_is_a_503_with_the_headers_of_callbacks(string way)
    {
        await using var app = await StartAsync();
        app.Outage.Failing = StoreOperations.Create;
        using var client = app.App.App.GetTestClient();
        using var answer = await client.GetAsync($"/way/{way.Escaped()}").WaitAsync(StartingApp.Limit);
        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Equal("ran", Assert.Single(answer.Headers.GetValues("X-Callback")));
        Assert.Contains("nothing was saved", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_that_writes_does_not_wait_for_itself()
    {
        await using var app = await StartAsync();
        using var client = app.App.App.GetTestClient();
        Assert.Equal("callback written", await client.GetStringAsync("/writes").WaitAsync(StartingApp.Limit));
    }

    private static Task<StoreApp> StartAsync() => StoreApp.StartAsync<Visits>(
        app =>
        {
            app.UseAzuSessions();
            app.MapVisits();
            app.MapGet("/way/{way}", (string way, HttpContext context, Session<Visits> session) =>
            {
                context.NoteAtStart(session, "from a callback", isAsync: true);
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers["X-Callback"] = "ran";
                    return Task.CompletedTask;
                });
                return context.AnswerAsync(way);
            });
            app.MapGet("/writes", async (HttpContext context, Session<Visits> session) =>
            {
                context.Response.OnStarting(() => context.Response.WriteAsync("callback "));
                await context.Response.WriteAsync("written");
            });
        },
        configure: builder => builder.WebHost.UseTestServer());
}
