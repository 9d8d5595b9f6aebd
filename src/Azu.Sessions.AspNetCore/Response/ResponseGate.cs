using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>
/// Holds the response body back until the session is committed, so that a client cannot see a response before what it wrote is stored.
/// <para>
/// Output that the endpoint writes synchronously, or without flushing, waits in a buffer. The first flush, asynchronous write, start, file or end opens
/// the gate. Then the callbacks of <c>OnStarting</c> run, and the guard commits. After the commit the buffer goes out, and everything passes straight
/// through. If the commit failed, the guard has answered with a failure, and the endpoint's output is dropped. <c>OnStarting</c> itself cannot do this:
/// its exceptions turn into a broken 500, and it does not run when an exception leaves the pipeline.
/// </para>
/// </summary>
internal sealed class ResponseGate(IHttpResponseBodyFeature inner, IHttpResponseFeature response, IResponseGuard guard)
    : IHttpResponseBodyFeature, IHttpResponseFeature, IGate
{
    private GateStream? _stream;
    private GateWriter? _writer;
    private StartingCallbacks? _callbacks;
    private Task? _opening;
    private bool _isRunningCallbacks;
    private bool _isEndWanted;

    private enum State : byte
    {
        Closed,
        Open,
        Dropping,
    }

    private State _state;

    public bool IsClosed => _state == State.Closed;

    public bool IsOpen => _state == State.Open;

    public bool IsDropping => _state == State.Dropping;

    public bool AllowsSynchronousIO => guard.Features.Get<IHttpBodyControlFeature>()?.AllowSynchronousIO ?? true;

    public IHttpResponseBodyFeature Inner => inner;

    public IHttpResponseFeature Response => response;

    /// <summary>What was written before the gate opened; null: nothing.</summary>
    public ArrayBufferWriter<byte>? Buffer { get; private set; }

    public Stream Stream => IsOpen ? inner.Stream : _stream ??= new(this);

    public PipeWriter Writer => IsOpen ? inner.Writer : _writer ??= new(this);

    public int StatusCode { get => response.StatusCode; set => response.StatusCode = value; }

    public string? ReasonPhrase { get => response.ReasonPhrase; set => response.ReasonPhrase = value; }

    public IHeaderDictionary Headers { get => response.Headers; set => response.Headers = value; }

    [Obsolete("Use IHttpResponseBodyFeature.Stream instead.", error: false)]
    public Stream Body { get => response.Body; set => response.Body = value; }

    public bool HasStarted => response.HasStarted;

    public ArrayBufferWriter<byte> StartBuffer() => Buffer ??= new();

    public Task OpenAsync() => _isRunningCallbacks || IsDropping ? Task.CompletedTask : FinishAsync();

    /// <summary>Opens the gate, once. Every caller that comes before it is open waits for the same commit.</summary>
    public Task FinishAsync()
    {
        if (_opening is not null) return _opening;
        if (!IsClosed) return Task.CompletedTask;
        if (_callbacks is { IsEmpty: false }) return _opening = OpenAfterCallbacksAsync(_callbacks);
        var committing = guard.CommitAsync();
        return committing.IsCompletedSuccessfully ? Open(committing.Result) : _opening = AwaitAsync(committing);
    }

    /// <summary>Forgets what was written and not sent: the endpoint has failed.</summary>
    public void Fail()
    {
        _callbacks?.Fail();
        if (IsClosed) Buffer = null;
    }

    /// <summary>From here on everything is dropped, because a failure is answered. No writer waits: the answer may wait for that writer.</summary>
    public void Drop()
    {
        Buffer = null;
        if (IsClosed) _state = State.Dropping;
    }

    public void OnStarting(Func<object, Task> callback, object state)
    {
        if (!IsClosed || HasStarted || (_opening is not null && !_isRunningCallbacks)) response.OnStarting(callback, state);
        else (_callbacks ??= new(response, guard)).Push(callback, state);
    }

    public void OnCompleted(Func<object, Task> callback, object state) => response.OnCompleted(callback, state);

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await OpenAsync();
        if (IsOpen) await inner.StartAsync(cancellationToken);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await OpenAsync();
        if (IsOpen) await inner.SendFileAsync(path, offset, count, cancellationToken);
        else if (IsClosed) await SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await OpenAsync();
        if (IsOpen) await inner.CompleteAsync();
        else _isEndWanted = true;
    }

    public void DisableBuffering() => inner.DisableBuffering();

    // A commit that threw stays that way: code that swallows its exception and writes on meets it again, and at the latest the end of the request does.
    private async Task AwaitAsync(ValueTask<bool> committing) => await Open(await committing);

    private async Task OpenAfterCallbacksAsync(StartingCallbacks callbacks)
    {
        _isRunningCallbacks = true;
        try
        {
            await callbacks.RunAsync();
        }
        finally
        {
            _isRunningCallbacks = false;
        }

        await Open(await guard.CommitAsync());
        if (_isEndWanted && IsOpen) await inner.CompleteAsync();
    }

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
