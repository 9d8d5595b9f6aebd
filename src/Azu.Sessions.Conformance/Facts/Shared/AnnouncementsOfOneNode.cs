using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Azu.Sessions.Conformance;

/// <summary>Writes announcements that a person can read, and keeps what a node hears.</summary>
internal sealed class AnnouncementsOfOneNode : ISessionAnnouncer, IBackplaneListener, IAsyncDisposable
{
    private const string Mark = "echo ";

    // What no text has, so that a store which takes messages for text shows.
    private static readonly byte[] s_beginning = [0, 255];

    private readonly ConcurrentDictionary<string, TaskCompletionSource<int>> _awaited = new();
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly ISessionBackplane _backplane;
    private TaskCompletionSource? _anyEcho;
    private byte[] _lastEcho = [];
    private int _echoes;
    private int _sent;
    private int _isDisposed;

    private AnnouncementsOfOneNode(IAnnouncingStore store) => _backplane = store.AnnounceWith(this);

    /// <summary>The announcements that have arrived.</summary>
    public IReadOnlyCollection<string> Heard => _heard;

    /// <summary>How many echoes have arrived.</summary>
    public int Echoes => Volatile.Read(ref _echoes);

    public byte[] LastEcho => Volatile.Read(ref _lastEcho);

    public static async Task<AnnouncementsOfOneNode> SubscribeAsync(IAnnouncingStore store, CancellationToken cancellationToken)
    {
        var node = new AnnouncementsOfOneNode(store);
        await node._backplane.SubscribeAsync(node, cancellationToken);
        // The subscription may still be on its way; it is there when an echo comes back.
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var isThere = false; !isThere;)
        {
            var echo = node.EchoAsync(cancellationToken);
            isThere = await Task.WhenAny(echo, look.WaitForNextTickAsync(cancellationToken).AsTask()) == echo;
            if (isThere) await echo;
        }

        Interlocked.Exchange(ref node._echoes, 0);
        return node;
    }

    /// <summary>Sends an echo, and waits until it has come back. Returns the announcements that arrived before it.</summary>
    public async Task<IReadOnlyCollection<string>> EchoAsync(CancellationToken cancellationToken)
    {
        var name = Mark + Interlocked.Increment(ref _sent).ToString(CultureInfo.InvariantCulture);
        var back = _awaited.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        await SendAsync([.. s_beginning, .. Encoding.UTF8.GetBytes(name)], cancellationToken);
        var before = await back.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return [.. _heard.Take(before)];
    }

    /// <summary>Sends these bytes, and waits until something that is no announcement has come back.</summary>
    public async Task EchoAsync(byte[] message, CancellationToken cancellationToken)
    {
        var back = _anyEcho = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(message, cancellationToken);
        await back.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
    }

    public byte[] Updated(SessionId id, long version) => Written($"updated {id} {version.ToString(CultureInfo.InvariantCulture)}");

    public byte[] Removed(SessionId id) => Written($"removed {id}");

    public void Receive(ReadOnlySpan<byte> message)
    {
        var text = message.StartsWith(s_beginning) ? Encoding.UTF8.GetString(message[s_beginning.Length..]) : Mark;
        if (!text.StartsWith(Mark, StringComparison.Ordinal))
        {
            _heard.Enqueue(text);
            return;
        }

        Volatile.Write(ref _lastEcho, message.ToArray());
        Interlocked.Increment(ref _echoes);
        if (_awaited.TryRemove(text, out var awaited)) awaited.TrySetResult(_heard.Count);
        else _anyEcho?.TrySetResult();
    }

    public void Interrupted()
    {
        // The facts disturb nothing, and an echo that is lost shows by itself.
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _backplane.DisposeAsync();
        _oneAtATime.Dispose();
    }

    private async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await _backplane.EchoAsync(message, cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static byte[] Written(string text) => [.. s_beginning, .. Encoding.UTF8.GetBytes(text)];
}
