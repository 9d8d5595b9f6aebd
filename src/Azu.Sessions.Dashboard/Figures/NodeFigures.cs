using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Azu.Sessions.Dashboard;

/// <summary>What this node has counted: it listens to the meter of the library, and keeps the last ten minutes.</summary>
internal sealed class NodeFigures : IDisposable
{
    private static readonly Dictionary<string, SessionEndReason> s_reasons =
        Enum.GetValues<SessionEndReason>().ToDictionary(r => r.ToString(), StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, FigureRing> _types = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _time;
    private readonly long _start;

    /// <param name="factory">Makes the meters of this application, which tells them from those of another in the process.</param>
    /// <param name="time">The application's.</param>
    public NodeFigures(IMeterFactory? factory, TimeProvider time)
    {
        (_time, _start) = (time, time.GetTimestamp());
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != SessionMetrics.MeterName || !ReferenceEquals(instrument.Meter.Scope, factory)) return;
            if (instrument.Name == "azu.sessions.store.duration") listener.EnableMeasurementEvents(instrument);
            else if (FigureOf(instrument.Name) is { } figure) listener.EnableMeasurementEvents(instrument, figure);
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.SetMeasurementEventCallback<double>(Measure);
        _listener.Start();
    }

    /// <summary>The number of the bucket that is filling.</summary>
    public long Now => _time.GetElapsedTime(_start).Ticks / FigureRing.BucketLength.Ticks;

    public FigureRing Of(string type) => _types.GetOrAdd(type, static _ => new());

    public void Dispose() => _listener.Dispose();

    private static Figure? FigureOf(string instrument) => instrument switch
    {
        "azu.sessions.started" => Figure.Started,
        "azu.sessions.signed_in" => Figure.SignedIn,
        "azu.sessions.conflicts" => Figure.Conflicts,
        "azu.sessions.overwrites" => Figure.Overwrites,
        "azu.sessions.tokens_refused" => Figure.TokensRefused,
        "azu.sessions.rejected" => Figure.Refused,
        "azu.sessions.ended" => Figure.Ended,
        _ => null,
    };

    private void Count(Instrument instrument, long by, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (state is not Figure figure || Tag(tags, "azu.session.type") is not { } type) return;
        if (figure != Figure.Ended) Of(type).Count(Now, figure, by);
        else if (Tag(tags, "azu.session.reason") is { } reason && s_reasons.TryGetValue(reason, out var why)) Of(type).CountEnd(Now, why);
    }

    private void Measure(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (Tag(tags, "azu.session.type") is not { } type) return;
        switch (Tag(tags, "azu.session.operation"))
        {
            case "find":
                Of(type).CountLoad(Now, seconds * 1_000);
                break;
            case "create" or "update" or "touch":
                Of(type).CountCommit(Now, seconds * 1_000);
                break;
        }
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name) return tag.Value as string;
        }

        return null;
    }
}
