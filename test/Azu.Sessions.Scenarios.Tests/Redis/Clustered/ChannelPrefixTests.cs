using System.Net;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>A connection that puts a prefix before the channels that it subscribes to hears nothing of what scripts publish.</summary>
public sealed class ChannelPrefixTests
{
    [Fact]
    public async Task Sessions_work_without_copies_and_the_log_says_why()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddAzuSessions<Visitor>().UseRedisStore(redis.Configuration + ",channelPrefix=shop").WithNearCache(RedisNodes.Leased),
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/login", (Session<Visitor> session) => session.SignInAsync("ann").AsTask());
                app.MapGet("/who", (Session<Visitor> session) => session.Subject).RequireSession();
            });
        using var browser = app.NewBrowser();
        using var signedIn = await browser.PostAsync("/login", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        await app.Sink.UntilAsync(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("[21]", StringComparison.Ordinal));
        await app.Sink.UntilAsync(line => line.Contains("[22]", StringComparison.Ordinal) && line.Contains("channelPrefix", StringComparison.Ordinal));
        Assert.Equal("ann", await browser.GetStringAsync("/who", TestContext.Current.CancellationToken));
        var copies = app.Services.GetRequiredService<SessionEngine<Visitor>>().Node!.Statistics;
        Assert.Equal((false, 0L, 0L), (copies.IsLeaseHeld, copies.Copies, copies.Hits));
    }
}
