using System.Buffers;
using System.IO.Pipelines;

namespace Azu.Sessions;

/// <summary>The response's pipe while the gate is closed. Code that took it then keeps it.</summary>
internal sealed class GateWriter(IGate gate) : PipeWriter
{
    private ArrayBufferWriter<byte>? _dropped;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => gate.IsClosed ? gate.Buffer?.WrittenCount ?? 0 : gate.IsDropping ? 0 : gate.Inner.Writer.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Target.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Target.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        Target.Advance(bytes);
        if (gate.IsDropping) _dropped!.ResetWrittenCount();
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        await gate.OpenAsync();
        return gate.IsOpen ? await gate.Inner.Writer.FlushAsync(cancellationToken) : Done;
    }

    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        await gate.OpenAsync();
        if (gate.IsOpen) return await gate.Inner.Writer.WriteAsync(source, cancellationToken);
        if (gate.IsClosed) gate.StartBuffer().Write(source.Span);
        return Done;
    }

    public override void CancelPendingFlush() => gate.Inner.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // While the gate is closed the end of the request opens it, and the server completes what it then sends.
        if (gate.IsOpen) gate.Inner.Writer.Complete(exception);
    }

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (exception is null) await gate.OpenAsync();
        if (gate.IsOpen) await gate.Inner.Writer.CompleteAsync(exception);
    }

    private IBufferWriter<byte> Target =>
        gate.IsClosed ? gate.StartBuffer() : gate.IsDropping ? _dropped ??= new() : gate.Inner.Writer;

    private static FlushResult Done => new(isCanceled: false, isCompleted: false);
}
