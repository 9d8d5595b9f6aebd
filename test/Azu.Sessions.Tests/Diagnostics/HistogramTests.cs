using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Tests;

public sealed class HistogramTests
{
    [Theory]
    [InlineData("azu.sessions.store.duration")]
    [InlineData("azu.sessions.near_cache.revocation_lag")]
    public async Task A_store_that_takes_a_millisecond_and_one_that_takes_a_hundred_are_told_apart(string name)
    {
        await using var app = new TestApp<Shop>();
        Histogram<double>? histogram = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Name == name
                && ReferenceEquals(instrument.Meter.Scope, app.Services.GetRequiredService<IMeterFactory>())) histogram = (Histogram<double>)instrument;
        };
        listener.Start();
        _ = new NearCacheMetrics(app.Engine.Metrics.Meter, app.Engine.Metrics.Type);

        var boundaries = Assert.IsAssignableFrom<IReadOnlyList<double>>(histogram?.Advice?.HistogramBucketBoundaries);
        Assert.Equal(boundaries.Order(), boundaries);
        Assert.True(boundaries.Count(b => b is >= 0.001 and < 0.1) > 3);
        Assert.Equal("s", histogram!.Unit);
    }
}
