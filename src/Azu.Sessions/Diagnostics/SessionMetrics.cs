using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Azu.Sessions;

/// <summary>
/// The instruments of the meter <c>Azu.Sessions</c>. Tags are the session type and a small, fixed set of words: never an id, a subject or
/// anything else that a visitor could multiply.
/// </summary>
internal sealed class SessionMetrics
{
    public const string MeterName = "Azu.Sessions";

    private static readonly KeyValuePair<string, object?>[] s_rejections = [.. Enum.GetNames<SessionEndReason>().Select(Reason)];

    private readonly Counter<long> _started, _ended, _rejected, _signedIn, _rotations, _conflicts, _overwrites, _ephemeral, _tokens;
    private readonly Histogram<double> _storeDuration;

    public SessionMetrics(IMeterFactory? factory, string sessionType)
    {
        Type = new("azu.session.type", sessionType);
        var meter = Meter = factory?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        _started = meter.CreateCounter<long>("azu.sessions.started", "{session}", "Sessions that were stored for the first time.");
        _ended = meter.CreateCounter<long>("azu.sessions.ended", "{session}", "Sessions that ended, by reason.");
        _rejected = meter.CreateCounter<long>("azu.sessions.rejected", "{session}", "Sessions that a visitor presented and that were refused, by reason.");
        _signedIn = meter.CreateCounter<long>("azu.sessions.signed_in", "{sign_in}", "Sign-ins.");
        _rotations = meter.CreateCounter<long>("azu.sessions.token_rotations", "{rotation}", "Rotations of a session's secret.");
        _conflicts = meter.CreateCounter<long>("azu.sessions.conflicts", "{conflict}", "Writes that found a newer version and were merged.");
        _overwrites = meter.CreateCounter<long>("azu.sessions.overwrites", "{property}",
            "Properties that two requests assigned, so that the later replaced the earlier.");
        _ephemeral = meter.CreateCounter<long>("azu.sessions.ephemeral_writes", "{request}",
            "Requests whose changes were dropped because the store was down and the application chose Ephemeral.");
        _tokens = meter.CreateCounter<long>("azu.sessions.tokens_refused", "{token}", "Cookie values that were refused without asking the store, by result.");
        _storeDuration = meter.CreateHistogram<double>("azu.sessions.store.duration", "s", "How long store operations took.", advice: DurationBuckets.Advice);
    }

    /// <summary>Where further instruments belong.</summary>
    public Meter Meter { get; }

    /// <summary>The tag that every measurement has.</summary>
    public KeyValuePair<string, object?> Type { get; }

    public bool MeasuresStore => _storeDuration.Enabled;

    public void Started() => _started.Add(1, Type);

    public void Ended(SessionEndReason reason) => _ended.Add(1, Type, s_rejections[(int)reason]);

    public void Rejected(SessionEndReason reason) => _rejected.Add(1, Type, s_rejections[(int)reason]);

    /// <summary>A token that verified, of a session that the store does not have (any more).</summary>
    public void Unknown() => _rejected.Add(1, Type, Reason("Unknown"));

    public void SignedIn() => _signedIn.Add(1, Type);

    public void TokenRotated() => _rotations.Add(1, Type);

    public void Conflict() => _conflicts.Add(1, Type);

    public void Overwrites(int count) => _overwrites.Add(count, Type);

    public void EphemeralWrite() => _ephemeral.Add(1, Type);

    public void TokenRefused(string reading)
    {
        if (_tokens.Enabled) _tokens.Add(1, Type, new("azu.session.result", reading));
    }

    public void StoreCall(string store, string operation, string outcome, TimeSpan duration) =>
        _storeDuration.Record(duration.TotalSeconds,
            new TagList { Type, new("azu.session.store", store), new("azu.session.operation", operation), new("azu.session.outcome", outcome) });

    /// <summary>Shows the circuits of a store, from now on.</summary>
    public void ObserveCircuits(string store, Func<SessionCircuits> read)
    {
        var tag = new KeyValuePair<string, object?>("azu.session.store", store);
        SharedInstruments.AddGauge(Meter, "azu.sessions.store.circuit", "{state}",
            "A circuit of a store (find, write or remove): 0 closed, 1 half open, 2 open.", () =>
        {
            var circuits = read();
            return [Measure(circuits.Find, "find"), Measure(circuits.Write, "write"), Measure(circuits.Remove, "remove")];
        });

        Measurement<long> Measure(SessionCircuitState state, string circuit) => new((long)state, Type, tag, new("azu.session.circuit", circuit));
    }

    private static KeyValuePair<string, object?> Reason(string name) => new("azu.session.reason", name);
}
