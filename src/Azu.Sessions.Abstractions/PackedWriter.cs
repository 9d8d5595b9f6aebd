using System.Buffers.Binary;
using System.Text;

namespace Azu.Sessions;

/// <summary>Writes the parts of a packed record one after the other into a block that was measured before.</summary>
internal ref struct PackedWriter(Span<byte> destination)
{
    /// <summary>
    /// Refuses half surrogate pairs. Replacing them would make one subject of two, and what belongs to one would be found under the other.
    /// </summary>
    private static readonly UTF8Encoding s_exact = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Span<byte> _left = destination;

    public static int SizeOf(string text) => sizeof(int) + s_exact.GetByteCount(text);

    /// <summary>For texts that are only ever shown, and that may have been cut in the middle of a character: those must not fail a write.</summary>
    public static int SizeForDisplay(string text) => sizeof(int) + Encoding.UTF8.GetByteCount(text);

    public static long SizeOf(IReadOnlyList<SessionIndexEntry> entries)
    {
        long size = sizeof(int);
        for (var i = 0; i < entries.Count; i++) size += (long)SizeOf(entries[i].Name) + SizeOf(entries[i].Value);
        return size;
    }

    public void Write(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_left, number);
        _left = _left[sizeof(long)..];
    }

    public void Write(in SecretHash hash)
    {
        hash.WriteTo(_left);
        _left = _left[SecretHash.Size..];
    }

    public void Write(string text) => Write(text, s_exact);

    public void WriteForDisplay(string text) => Write(text, Encoding.UTF8);

    public void Write(IReadOnlyList<SessionIndexEntry> entries)
    {
        WriteLength(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            Write(entries[i].Name);
            Write(entries[i].Value);
        }
    }

    public void Write(ReadOnlySpan<byte> block)
    {
        WriteLength(block.Length);
        block.CopyTo(_left);
        _left = _left[block.Length..];
    }

    public readonly void WriteToTheEnd(ReadOnlySpan<byte> block) => block.CopyTo(_left);

    private void Write(string text, Encoding encoding)
    {
        var length = encoding.GetBytes(text, _left[sizeof(int)..]);
        WriteLength(length);
        _left = _left[length..];
    }

    private void WriteLength(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_left, length);
        _left = _left[sizeof(int)..];
    }
}
