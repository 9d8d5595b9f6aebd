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
            while (await timer.WaitForNextTickAsync(stoppingToken)) Write(listener);
        }
        finally
        {
            Write(listener);
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
        var sum = _sums.GetOrAdd(name, static (_, instrument) => new(KindOf(instrument)), instrument);
        lock (sum)
        {
            sum.Count++;
            // What is observed comes as a whole each time.
            sum.Total = sum.Kind is Kind.Level or Kind.Running ? value : sum.Total + value;
        }
    }

    private static Kind KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> => Kind.Distribution,
        ObservableGauge<long> => Kind.Level,
        ObservableCounter<long> => Kind.Running,
        _ => Kind.Count,
    };

    /// <summary>One line for each instrument and set of tags that was used since the last time, and for each level.</summary>
    private void Write(MeterListener listener)
    {
        listener.RecordObservableInstruments();
        foreach (var (name, sum) in _sums.ToArray().OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            string? line;
            lock (sum) line = sum.Take();
            if (line is not null) _log.Metrics($"{name}: {line}");
        }
    }

    private enum Kind
    {
        /// <summary>What is added up.</summary>
        Count,

        /// <summary>What is averaged.</summary>
        Distribution,

        /// <summary>What stands at some value.</summary>
        Level,

        /// <summary>What the instrument itself has added up.</summary>
        Running,
    }

    private sealed class Sum(Kind kind)
    {
        private double _written;

        public Kind Kind => kind;

        public long Count { get; set; }

        public double Total { get; set; }

        /// <summary>What there is to say since the last time; null for nothing.</summary>
        public string? Take()
        {
            var line = kind switch
            {
                _ when Count == 0 => null,
                Kind.Distribution => string.Create(CultureInfo.InvariantCulture, $"{Count} calls, {Total / Count * 1000:0.###} ms on average"),
                Kind.Level => string.Create(CultureInfo.InvariantCulture, $"{Total:0}"),
                Kind.Running when Total == _written => null,
                Kind.Running => string.Create(CultureInfo.InvariantCulture, $"+{Total - _written:0}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"+{Total:0}"),
            };
            if (kind == Kind.Running) _written = Total;
            else Total = 0;
            Count = 0;
            return line;
        }
    }
}
