using System.Text;

namespace Azu.Sessions.TestSupport;

/// <summary>A command, or a reply, that a <see cref="FaultProxy"/> holds back.</summary>
public sealed class HeldCommand
{
    private readonly byte[] _text;
    private readonly Action _done;
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal HeldCommand(string text, Action done) => (_text, _done) = (Encoding.UTF8.GetBytes(text), done);

    /// <summary>Completes when it has come and waits.</summary>
    public Task Arrived => _arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Lets it go on.</summary>
    public void Release()
    {
        _done();
        _released.TrySetResult();
    }

    internal async ValueTask PassAsync(ReadOnlyMemory<byte> sent)
    {
        if (sent.Span.IndexOf(_text) < 0 || !_arrived.TrySetResult()) return;
        await _released.Task;
    }
}
