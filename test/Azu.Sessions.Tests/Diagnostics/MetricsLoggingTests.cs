using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Tests;

public sealed class MetricsLoggingTests
{
    private const int MetricsLine = 13;

    [Fact]
    public async Task The_figures_of_each_interval_are_written_to_the_log()
    {
        var interval = TimeSpan.FromSeconds(10);
        await using var app = new TestApp<Shop>(build: b => b.Services.AddAzuSessionMetricsLogging(interval));
        await app.StartAsync();
        // A line is written for each figure in turn, so both are waited for.
        await Eventually.HoldsAsync(() =>
        {
            app.CreateAsync(new()).GetAwaiter().GetResult();
            app.Clock.Advance(interval);
            return app.Log.Lines.Any(l => IsFigure(l, "azu.sessions.started azu.session.type=Shop: +"))
                && app.Log.Lines.Any(l => IsFigure(l, "azu.session.operation=create") && IsFigure(l, "ms on average"));
        });
    }

    [Fact]
    public void An_interval_that_is_none_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("interval", () => new ServiceCollection().AddAzuSessionMetricsLogging(TimeSpan.Zero));

    private static bool IsFigure(LogLine line, string text) => line.Event == MetricsLine && line.Text.Contains(text, StringComparison.Ordinal);
}
