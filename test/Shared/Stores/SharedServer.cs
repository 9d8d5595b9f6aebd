namespace Azu.Sessions.TestSupport;

/// <summary>
/// What nodes share: sessions, and a channel on which each change is published in the step that makes it. Both are one lock in this process. A
/// message is delivered before its publishing ends, unless the way to a subscriber is held or cut.
/// </summary>
internal sealed class SharedServer
{
    private readonly List<TestBackplane> _subscribers = [];

    public ReferenceData Data { get; } = new();

    /// <summary>Whether nobody can reach it.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many messages were published.</summary>
    public long Published { get; private set; }

    /// <summary>How many of them were sent on, one to each subscriber.</summary>
    public long Delivered { get; private set; }

    /// <summary>How many echoes were sent back.</summary>
    public long Echoed { get; private set; }

    public void ThrowIfDown()
    {
        if (IsDown) throw new SessionStoreException("The server cannot be reached.");
    }

    public void Subscribe(TestBackplane backplane)
    {
        lock (Data.Lock) _subscribers.Add(backplane);
    }

    public void Unsubscribe(TestBackplane backplane)
    {
        lock (Data.Lock) _subscribers.Remove(backplane);
    }

    /// <summary>Called under the lock of the data.</summary>
    public void Publish(byte[] message)
    {
        Published++;
        foreach (var subscriber in _subscribers)
        {
            Delivered++;
            subscriber.Deliver(message);
        }
    }

    public void Echo(TestBackplane backplane, byte[] message)
    {
        ThrowIfDown();
        lock (Data.Lock)
        {
            if (!_subscribers.Contains(backplane)) return;
            Echoed++;
            backplane.Deliver(message);
        }
    }
}
