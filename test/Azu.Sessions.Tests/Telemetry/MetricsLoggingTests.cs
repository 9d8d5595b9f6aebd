using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Tests.Telemetry;

public sealed class MetricsLoggingTests
{
    private const int MetricsLine = 13;

    [Fact]
    public async Task The_figures_of_each_interval_are_written_to_the_log()
    {
        var interval = TimeSpan.FromSeconds(10);
        await using var app = new TestApp<Shop>(build: b => b.Services.AddAzuSessionMetricsLogging(interval));
        await app.StartAsync();
        await Eventually.HoldsAsync(() =>
        {
            app.CreateAsync(new()).GetAwaiter().GetResult();
            app.Clock.Advance(interval);
            return app.Log.Count(MetricsLine) > 0;
        });
        Assert.Contains(app.Log.Lines, l => l.Text.Contains("azu.sessions.started azu.session.type=Shop: +", StringComparison.Ordinal));
        Assert.Contains(app.Log.Lines, l => l.Text.Contains("azu.session.operation=create", StringComparison.Ordinal) && l.Text.Contains("ms on average", StringComparison.Ordinal));
    }

    [Fact]
    public void An_interval_that_is_none_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("interval", () => new ServiceCollection().AddAzuSessionMetricsLogging(TimeSpan.Zero));
}
