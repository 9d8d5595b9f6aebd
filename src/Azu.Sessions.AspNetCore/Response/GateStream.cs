using System.Buffers;

namespace Azu.Sessions;

/// <summary>The response's stream while the gate is closed. Code that took it then keeps it.</summary>
internal sealed class GateStream(IGate gate) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (gate.IsDropping) return;
        if (!gate.IsClosed)
        {
            gate.Inner.Stream.Write(buffer);
            return;
        }

        // A commit is asynchronous, so a synchronous write waits in the buffer; where the server allows none, it is refused as without us.
        if (!gate.AllowsSynchronousIO) throw new InvalidOperationException("Synchronous operations are disallowed. Call WriteAsync or set " +
            "AllowSynchronousIO to true instead.");
        gate.StartBuffer().Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await gate.OpenAsync();
        if (gate.IsOpen) await gate.Inner.Stream.WriteAsync(buffer, cancellationToken);
        else if (gate.IsClosed) gate.StartBuffer().Write(buffer.Span);
    }

    public override void Flush()
    {
        if (gate.IsOpen) gate.Inner.Stream.Flush();
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await gate.OpenAsync();
        if (gate.IsOpen) await gate.Inner.Stream.FlushAsync(cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
