using System.Collections.Concurrent;
using System.Text;

namespace Azu.Sessions.TestSupport;

/// <summary>Notes what a backplane brings, in its order.</summary>
internal sealed class RecordingListener : IBackplaneListener
{
    private readonly ConcurrentQueue<string> _heard = new();
    private int _interruptions;

    public IReadOnlyList<string> Heard => [.. _heard];

    public int Interruptions => Volatile.Read(ref _interruptions);

    public void Receive(ReadOnlySpan<byte> message) => _heard.Enqueue(Encoding.UTF8.GetString(message));

    public void Interrupted() => Interlocked.Increment(ref _interruptions);

    public void Forget()
    {
        _heard.Clear();
        Volatile.Write(ref _interruptions, 0);
    }

    public bool Has(string message) => _heard.Contains(message);
}

/// <summary>Announcements that a person can read.</summary>
internal sealed class PlainAnnouncer : ISessionAnnouncer
{
    public byte[] Updated(SessionId id, long version) => Encoding.UTF8.GetBytes($"updated {id} {version}");

    public byte[] Removed(SessionId id) => Encoding.UTF8.GetBytes($"removed {id}");
}
