using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Azu.Sessions.Tests;

/// <summary>What one instrument of one node says, by the value of its last tag after the type ("" where it has none).</summary>
internal sealed class MeterReading : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _sums = new();
    private readonly ConcurrentDictionary<string, double> _last = new();

    /// <param name="factory">Made the meters of the node.</param>
    /// <param name="instrument">The name of the instrument.</param>
    /// <param name="engine">Not used but made: its instruments exist from here on.</param>
    public MeterReading(IMeterFactory factory, string instrument, object engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Name == instrument && ReferenceEquals(published.Meter.Scope, factory)) listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Note(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) => Note(value, tags));
        _listener.Start();
    }

    /// <summary>The sum of what was reported.</summary>
    public double Sum(string tag = "") => _sums.GetValueOrDefault(tag);

    /// <summary>What an observed instrument says now; NaN: nothing.</summary>
    public double Now(string tag = "")
    {
        _last.Clear();
        _listener.RecordObservableInstruments();
        return _last.GetValueOrDefault(tag, double.NaN);
    }

    public void Dispose() => _listener.Dispose();

    private void Note(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var tag = tags.Length > 1 ? tags[^1].Value?.ToString() ?? "" : "";
        _sums.AddOrUpdate(tag, value, (_, sum) => sum + value);
        _last[tag] = value;
    }
}
