using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>
/// The way of messages to one node. It keeps the contract of a backplane and nothing beyond: announcements may be late, doubled, out of order,
/// lost, and mixed with garbage; but an echo comes behind the announcements that were before it, and who lost something says so before the next echo.
/// </summary>
internal sealed class SimulatedChannel(ClusterSimulation simulation)
{
    private static readonly byte[] s_interruption = [];

    private readonly List<(byte[] Message, bool IsEcho)> _underWay = [];
    private bool _isConnected = true;

    public long Lost { get; private set; }

    public void Announce(byte[] message)
    {
        if (!_isConnected)
        {
            Lost++;
            return;
        }

        _underWay.Add((message, false));
        if (simulation.Happens(0.1)) _underWay.Add((message, false));
        if (simulation.Happens(0.02)) _underWay.Add((RandomNumberGenerator.GetBytes(simulation.Chance.Next(0, 100)), false));
        // Announcements overtake each other, and no echo.
        if (_underWay.Count > 1 && !_underWay[^2].IsEcho && _underWay[^2].Message.Length > 0 && simulation.Happens(0.1)) (_underWay[^1],
            _underWay[^2]) = (_underWay[^2], _underWay[^1]);
    }

    public void Echo(byte[] message)
    {
        if (_isConnected) _underWay.Add((message, true));
    }

    public void Deliver(IBackplaneListener listener)
    {
        if (_underWay.Count == 0) return;
        var next = _underWay[0];
        _underWay.RemoveAt(0);
        if (next.Message == s_interruption) listener.Interrupted();
        else listener.Receive(next.Message);
    }

    /// <summary>The connection breaks, or is there again. What was on its way and is not here yet may be gone.</summary>
    public void Toggle(IBackplaneListener listener)
    {
        if (_isConnected)
        {
            var arrived = simulation.Chance.Next(_underWay.Count + 1);
            Lost += _underWay.Skip(arrived).Count(m => !m.IsEcho);
            _underWay.RemoveRange(arrived, _underWay.Count - arrived);
            if (simulation.Happens(0.3)) listener.Interrupted();
        }
        else
        {
            _underWay.Add((s_interruption, true));
        }

        _isConnected = !_isConnected;
    }
}
