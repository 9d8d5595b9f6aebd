using System.Diagnostics.Metrics;

namespace Azu.Sessions.Tests;

/// <summary>What one counter of one application has counted since this was made.</summary>
internal sealed class MetricCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _value;

    /// <param name="factory">Made the meters of the application.</param>
    /// <param name="instrument">The name of the counter.</param>
    /// <param name="engine">Not used but made: its instruments exist from here on.</param>
    public MetricCount(IMeterFactory factory, string instrument, object engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Name == instrument && ReferenceEquals(published.Meter.Scope, factory)) listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _value, value));
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _value);

    public void Dispose() => _listener.Dispose();
}
