using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Writes the meter <c>Azu.Sessions</c> to the log at an interval, for applications without a metrics exporter.</summary>
internal sealed class MetricsLogger(TimeSpan interval, TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Sum> _sums = new();
    private readonly ILogger _log = loggers.CreateLogger(SessionLog.Category);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new MeterListener { InstrumentPublished = Listen };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Write();
        }
        finally
        {
            Write();
        }
    }

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == SessionMetrics.MeterName) listener.EnableMeasurementEvents(instrument);
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        foreach (var (tag, tagValue) in tags) name += $" {tag}={tagValue}";
        var sum = _sums.GetOrAdd(name, static (_, isDistribution) => new(isDistribution), instrument is Histogram<double>);
        lock (sum)
        {
            sum.Count++;
            sum.Total += value;
        }
    }

    /// <summary>One line for each instrument and set of tags that was used since the last time.</summary>
    private void Write()
    {
        foreach (var (name, sum) in _sums.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            string line;
            lock (sum)
            {
                if (sum.Count == 0) continue;
                line = sum.IsDistribution
                    ? string.Create(CultureInfo.InvariantCulture, $"{name}: {sum.Count} calls, {sum.Total / sum.Count * 1000:0.###} ms on average")
                    : string.Create(CultureInfo.InvariantCulture, $"{name}: +{sum.Total:0}");
                (sum.Count, sum.Total) = (0, 0);
            }

            _log.Metrics(line);
        }
    }

    private sealed class Sum(bool isDistribution)
    {
        public bool IsDistribution { get; } = isDistribution;

        public long Count { get; set; }

        public double Total { get; set; }
    }
}
