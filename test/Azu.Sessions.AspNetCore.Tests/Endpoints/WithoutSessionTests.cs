namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Endpoints that have nothing to do with sessions, and those that contradict themselves.</summary>
public sealed class WithoutSessionTests
{
    [Theory]
    [InlineData("/injected")]
    [InlineData("/asked")]
    [InlineData("/awaited")]
    [InlineData("/service")]
    public async Task Who_asks_for_the_session_there_is_told_that_the_endpoint_has_none(string path)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(500, (await connection.SendAsync("GET", path)).Status);
        Assert.Contains(app.App.Sink.Lines, l => l.Contains("marked WithoutSession", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_that_requires_a_session_and_has_none_says_so()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(500, (await connection.SendAsync("GET", "/contradiction")).Status);
        Assert.Contains(app.App.Sink.Lines, l => l.Contains("requires a session and is marked WithoutSession", StringComparison.Ordinal));
    }

    private static Task<StoreApp> StartAsync() => StoreApp.StartAsync<Visits>(
        a =>
        {
            a.UseAzuSessions();
            a.MapGet("/injected", (Session<Visits> session) => session.Data.Note).WithoutSession();
            a.MapGet("/asked", (HttpContext context) => context.GetSession<Visits>().Data.Note).WithoutSession();
            a.MapGet("/awaited", async (HttpContext context) => (await context.GetSessionAsync<Visits>()).Data.Note).WithoutSession();
            a.MapGet("/service", (HttpContext context) => context.RequestServices.GetRequiredService<Session<Visits>>().Data.Note).WithoutSession();
            a.MapGet("/contradiction", () => "hello").WithoutSession().RequireSession();
        });
}
