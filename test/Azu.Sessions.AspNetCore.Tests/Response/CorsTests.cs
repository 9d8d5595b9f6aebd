using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A script of another origin can read what it is told when the session could not be stored.</summary>
public sealed class CorsTests
{
    private const string Origin = "https://app.example";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_script_of_another_origin_can_read_the_503(bool isInFront)
    {
        await using var app = await StartAsync(isInFront);
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(Origin, (await connection.AskAsync("GET", "/writes", "Origin: " + Origin))["Access-Control-Allow-Origin"]);
        app.Outage.Failing = StoreOperations.Create;
        foreach (var path in new[] { "/writes", "/writes-nothing", "/saves" })
        {
            var answer = await connection.AskAsync("GET", path, "Origin: " + Origin, "Accept: application/json");
            Assert.Equal((503, Origin, "true", true),
                (answer.Status, answer["Access-Control-Allow-Origin"], answer["Access-Control-Allow-Credentials"], answer.IsComplete));
            Assert.Single(answer.Headers, h => h.Key == "Access-Control-Allow-Origin");
            Assert.Contains("Origin", answer["Vary"], StringComparison.Ordinal);
            Assert.Contains("nothing was saved", answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_script_of_an_origin_that_is_not_allowed_cannot(bool isInFront)
    {
        await using var app = await StartAsync(isInFront);
        await using var connection = await RawConnection.OpenAsync(app.App);
        app.Outage.Failing = StoreOperations.Create;
        var answer = await connection.AskAsync("GET", "/writes", "Origin: https://elsewhere.example");
        Assert.Equal((503, null), (answer.Status, answer["Access-Control-Allow-Origin"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_script_of_another_origin_can_read_that_the_endpoint_failed(bool isInFront)
    {
        await using var app = await StartAsync(isInFront);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.AskAsync("GET", "/throws", "Origin: " + Origin);
        Assert.Equal((500, Origin, "sorry"), (answer.Status, answer["Access-Control-Allow-Origin"], answer.Body));
    }

    private static Task<StoreApp> StartAsync(bool isInFront) => StartingApp.StartAsync(
        app =>
        {
            app.MapGet("/writes", async (HttpContext context, Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "written" };
                await context.Response.WriteAsync("written");
            });
            app.MapGet("/writes-nothing", void (Session<Visits> session) => session.Data = session.Data with { Note = "written" });
            app.MapGet("/saves", (Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "written" };
                return session.SaveAsync().AsTask();
            });
            app.MapGet("/throws", void (Session<Visits> session) => throw new InvalidOperationException(session.Data.Note));
        },
        before: app =>
        {
            app.UseExceptionHandler(a => a.Run(c => c.Response.WriteAsync("sorry")));
            if (isInFront) app.UseCors();
        },
        behind: app =>
        {
            if (!isInFront) app.UseCors();
        },
        configure: builder => builder.Services.AddCors(o => o.AddDefaultPolicy(p => p.WithOrigins(Origin, "https://other.example").AllowCredentials())));
}
