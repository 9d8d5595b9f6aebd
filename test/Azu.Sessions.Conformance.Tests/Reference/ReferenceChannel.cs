namespace Azu.Sessions.Conformance.Tests;

/// <summary>What several nodes listen to.</summary>
public sealed class ReferenceChannel
{
    private readonly Lock _lock = new();
    private readonly List<IBackplaneListener> _listeners = [];

    public void Join(IBackplaneListener listener)
    {
        lock (_lock) _listeners.Add(listener);
    }

    public void Leave(IBackplaneListener listener)
    {
        lock (_lock) _listeners.Remove(listener);
    }

    public void Publish(byte[] message)
    {
        lock (_lock)
        {
            foreach (var listener in _listeners) listener.Receive(message);
        }
    }
}
