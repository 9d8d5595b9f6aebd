using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azu.Sessions.Tests;

/// <summary>A node: the near cache as it is, and somebody who reads, writes, removes, and sends echoes at random.</summary>
internal sealed class SimulatedNode
{
    private static readonly KeyRing s_keys = new(new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]));
    private static readonly Meter s_meter = new("simulation");

    private readonly ClusterSimulation _simulation;
    private readonly ClusterMessages _messages;
    private readonly CacheLease? _lease;
    private readonly MachineClock _clock;
    private readonly SimulatedStore _store;
    private readonly NearCache _cache;
    private readonly NearCacheListener _listener;
    private readonly Dictionary<SessionId, long> _seen = [];
    private long? _echo;
    private bool _isEchoAtServer;

    public SimulatedNode(ClusterSimulation simulation)
    {
        _simulation = simulation;
        Channel = new(simulation);
        _messages = new(s_keys, "app", "_session", simulation.Clock);
        _clock = new(simulation.Clock, simulation.WithoutLease ?? ClocksInUse.Both);
        _lease = simulation.WithoutLease is null ? new(simulation.Lease, simulation.Clock) : null;
        _store = new(simulation, _messages);
        // Room for fewer than there are: some give way.
        var copies = new NearCacheEntries(3, 1024 * 1024);
        _cache = new(_store, copies, _lease, _lease is null ? simulation.Lease : TimeSpan.FromHours(1), _clock);
        _listener = new(_messages, copies, _lease, new(s_meter, default), new(simulation.Clock, NullLogger.Instance), simulation.Clock);
    }

    public SimulatedChannel Channel { get; }

    public int Hits { get; private set; }

    /// <summary>How many hits showed something that somebody had already changed.</summary>
    public int OutdatedHits { get; private set; }

    public int Misses { get; private set; }

    public long Interruptions => _lease?.Interruptions ?? 0;

    public long FillsDropped => _cache.FillsDropped;

    /// <summary>What went wrong; null: nothing so far.</summary>
    public string? Wrong { get; private set; }

    public void Step()
    {
        if (_lease is null && IsDisturbed()) return;
        switch (_simulation.Chance.Next(1000))
        {
            case < 250:
                Read(_simulation.AnyId());
                break;
            case < 290:
                Update(_simulation.AnyId());
                break;
            case < 294:
                Remove(_simulation.AnyId());
                break;
            case < 550:
                _store.Step();
                break;
            case < 800:
                Channel.Deliver(_listener);
                break;
            case < 996:
                StepEcho();
                break;
            case < 999:
                Channel.Toggle(_listener);
                break;
            default:
                _listener.Interrupted();
                break;
        }
    }

    /// <summary>Whether the machine does nothing now. Its clock may have been set.</summary>
    private bool IsDisturbed()
    {
        if (_clock.IsAsleep)
        {
            if (_simulation.Happens(0.02)) _clock.Wake();
            return true;
        }

        if (!_simulation.Happens(0.005)) return false;
        if (_simulation.IsSuspending) _clock.Sleep();
        else _clock.Set(TimeSpan.FromMilliseconds(_simulation.Chance.Next(-4000, 4000)));
        return _simulation.IsSuspending;
    }

    private void Read(SessionId id)
    {
        if (_cache.TryRecall(id, out var copy))
        {
            Hits++;
            if (!_simulation.Records.TryGetValue(id, out var now) || now.Version != copy.Version) OutdatedHits++;
            var tolerable = _simulation.OldestTolerable(id, SimulationRun.Bound ?? _simulation.Lease);
            if (copy.Version < tolerable) Wrong ??= $"{id} was admitted in version {copy.Version}, although version " +
                $"{(tolerable == ClusterSimulation.Removed ? "none" : tolerable)} is older than the bound.";
            if (copy.Version < _seen.GetValueOrDefault(id)) Wrong ??= $"{id} was admitted in version {copy.Version} by a node that had seen version " +
                $"{_seen[id]}.";
            return;
        }

        Misses++;
        if (_store.UnderWay < 6) _ = FollowAsync(id, async () => (await _cache.FindAsync(id))?.Version ?? ClusterSimulation.Removed);
    }

    private void Update(SessionId id)
    {
        if (!_simulation.Records.TryGetValue(id, out var stored) || _store.UnderWay >= 6) return;
        // Mostly on the newest, sometimes on what was the newest a moment ago.
        var from = _simulation.Happens(0.8) ? stored : stored with { Version = Math.Max(1, stored.Version - 1) };
        _ = FollowAsync(id, async () => (await _cache.UpdateAsync(from.Next(), from.Version)).Current?.Version ?? ClusterSimulation.Removed);
    }

    private void Remove(SessionId id)
    {
        if (_store.UnderWay < 6) _ = FollowAsync(id, async () =>
        {
            await _cache.RemoveAsync(id);
            return ClusterSimulation.Removed;
        });
    }

    /// <summary>What a call came to, this node knows from then on.</summary>
    private async Task FollowAsync(SessionId id, Func<Task<long>> call)
    {
        try
        {
            var version = await call();
            _seen[id] = Math.Max(_seen.GetValueOrDefault(id), version);
        }
        catch (SessionStoreException)
        {
            // Nobody knows.
        }
    }

    /// <summary>Sends the next echo, has it reach the server, or hears that it did. Some get lost on their way there.</summary>
    private void StepEcho()
    {
        if (_lease is null) return;
        if (_echo is not { } number)
        {
            _echo = _lease.Send();
            _isEchoAtServer = false;
        }
        else if (_simulation.Happens(0.03))
        {
            _echo = null;
        }
        else if (!_isEchoAtServer)
        {
            Channel.Echo(_messages.Echo(number));
            _isEchoAtServer = true;
        }
        else
        {
            _lease.Confirm(number);
            _echo = null;
        }
    }
}
