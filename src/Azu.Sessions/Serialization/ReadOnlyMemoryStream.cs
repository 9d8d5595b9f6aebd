namespace Azu.Sessions;

/// <summary>Reads bytes that are already there, and then some others, without copying them first.</summary>
internal sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> then) : Stream
{
    private ReadOnlyMemory<byte> _left = first;
    private ReadOnlyMemory<byte> _then = then;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (_left.IsEmpty) (_left, _then) = (_then, default);
        var part = _left.Span[..Math.Min(buffer.Length, _left.Length)];
        part.CopyTo(buffer);
        _left = _left[part.Length..];
        return part.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
