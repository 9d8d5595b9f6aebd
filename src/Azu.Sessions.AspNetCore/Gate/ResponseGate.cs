using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>
/// Stands in front of the response body until the session is committed, so that a client cannot see a response before what it wrote is stored.
/// <para>
/// What the endpoint writes synchronously, or without flushing, waits in a buffer. The first flush, asynchronous write, start, file or end opens
/// the gate: the guard commits, and then the buffer goes out and everything passes straight through; or the commit failed, the guard has
/// answered with a failure, and what the endpoint writes is dropped. <c>OnStarting</c> cannot do this: its exceptions turn into a broken 500,
/// and it does not run when an exception leaves the pipeline.
/// </para>
/// </summary>
internal sealed class ResponseGate(IHttpResponseBodyFeature inner, IResponseGuard guard, IFeatureCollection features) : IHttpResponseBodyFeature, IGate
{
    private GateStream? _stream;
    private GateWriter? _writer;
    private Task? _opening;

    private enum State
    {
        Closed,
        Open,
        Dropping,
    }

    private State _state;

    public bool IsClosed => _state == State.Closed;

    public bool IsDropping => _state == State.Dropping;

    public bool AllowsSynchronousIO => features.Get<IHttpBodyControlFeature>()?.AllowSynchronousIO ?? true;

    public IHttpResponseBodyFeature Inner => inner;

    /// <summary>What was written before the gate opened; null: nothing.</summary>
    public ArrayBufferWriter<byte>? Buffer { get; private set; }

    public Stream Stream => _state == State.Open ? inner.Stream : _stream ??= new(this);

    public PipeWriter Writer => _state == State.Open ? inner.Writer : _writer ??= new(this);

    public ArrayBufferWriter<byte> StartBuffer() => Buffer ??= new();

    /// <summary>Opens the gate, once; everybody who comes meanwhile waits for the same commit.</summary>
    public Task OpenAsync()
    {
        if (_state != State.Closed) return Task.CompletedTask;
        if (_opening is not null) return _opening;
        var committing = guard.CommitAsync();
        return committing.IsCompletedSuccessfully ? Open(committing.Result) : _opening = AwaitAsync(committing);
    }

    /// <summary>Forgets what was written and not sent: an exception left the endpoint.</summary>
    public void Discard()
    {
        if (_state == State.Closed) Buffer = null;
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await OpenAsync();
        if (!IsDropping) await inner.StartAsync(cancellationToken);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await OpenAsync();
        if (!IsDropping) await inner.SendFileAsync(path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await OpenAsync();
        if (!IsDropping) await inner.CompleteAsync();
    }

    public void DisableBuffering() => inner.DisableBuffering();

    // A commit that threw stays that way: who swallows its exception and writes on meets it again, and at the latest the end of the request does.
    private async Task AwaitAsync(ValueTask<bool> committing) => await Open(await committing);

    private Task Open(bool isAllowed)
    {
        var buffer = Buffer;
        Buffer = null;
        _state = isAllowed ? State.Open : State.Dropping;
        // Flushed, because what comes next may come by the stream, and a body that another middleware put there has a buffer of its own
        // between the two.
        return isAllowed && buffer is { WrittenCount: > 0 } ? inner.Writer.WriteAsync(buffer.WrittenMemory).AsTask() : Task.CompletedTask;
    }
}
