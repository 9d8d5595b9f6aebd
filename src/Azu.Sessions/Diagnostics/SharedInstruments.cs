using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Azu.Sessions;

/// <summary>
/// Figures that are read when a listener asks for them. Several session types share a meter, and an instrument of one name may be there once, so
/// each type adds its measurements, told apart by their tags, to the one instrument.
/// </summary>
internal static class SharedInstruments
{
    private static readonly ConditionalWeakTable<Meter, ConcurrentDictionary<string, Sources>> s_meters = [];

    /// <summary>Shows a number that only rises.</summary>
    public static void AddCounter(Meter meter, string name, string unit, string description, Func<Measurement<long>[]> read) =>
        Add(meter, name, read, sources => meter.CreateObservableCounter(name, sources.Read, unit, description));

    /// <summary>Shows a number that rises and falls.</summary>
    public static void AddGauge(Meter meter, string name, string unit, string description, Func<Measurement<long>[]> read) =>
        Add(meter, name, read, sources => meter.CreateObservableGauge(name, sources.Read, unit, description));

    private static void Add(Meter meter, string name, Func<Measurement<long>[]> read, Action<Sources> create)
    {
        var sources = s_meters.GetOrCreateValue(meter).GetOrAdd(name, static _ => new());
        if (sources.Add(read)) create(sources);
    }

    private sealed class Sources
    {
        private readonly ConcurrentQueue<Func<Measurement<long>[]>> _reads = new();
        private int _isShown;

        /// <summary>True for the first source, which makes the instrument.</summary>
        public bool Add(Func<Measurement<long>[]> read)
        {
            _reads.Enqueue(read);
            return Interlocked.Exchange(ref _isShown, 1) == 0;
        }

        public IEnumerable<Measurement<long>> Read() => _reads.SelectMany(read => read());
    }
}
