using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Azu.Sessions;

/// <summary>
/// Reads the parts of a packed record one after the other and never past the end. The first thing that is wrong stays in
/// <see cref="Problem"/>, and from then on every read answers with an empty value: the caller asks once, at the end.
/// </summary>
internal ref struct PackedReader(ReadOnlySpan<byte> bytes, int position)
{
    private const int SmallestIndexEntry = 2 * sizeof(int);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; } = position;

    public string? Problem { get; private set; }

    public DateTimeOffset ReadTime()
    {
        var ticks = TryTake(sizeof(long), out var taken) ? BinaryPrimitives.ReadInt64LittleEndian(taken) : 0;
        if ((ulong)ticks <= (ulong)DateTimeOffset.MaxValue.UtcTicks) return new DateTimeOffset(ticks, TimeSpan.Zero);
        Fail("it holds a time outside the calendar");
        return default;
    }

    public long ReadNumber() => TryTake(sizeof(long), out var taken) ? BinaryPrimitives.ReadInt64LittleEndian(taken) : 0;

    public SecretHash ReadSecretHash() => TryTake(SecretHash.Size, out var taken) ? new SecretHash(taken) : default;

    public string ReadText()
    {
        var text = _bytes[ReadBlock()];
        if (Utf8.IsValid(text)) return Encoding.UTF8.GetString(text);
        Fail("it holds a text that is not UTF-8");
        return "";
    }

    public SessionIndexEntry[] ReadIndexes()
    {
        var count = ReadLength();
        // Before the allocation: the count is four bytes that anybody may have written.
        if (count > (_bytes.Length - Position) / SmallestIndexEntry) Fail("it ends within its indexes");
        if (Problem is not null) return [];
        var entries = new SessionIndexEntry[count];
        foreach (ref var entry in entries.AsSpan()) entry = new SessionIndexEntry(ReadText(), ReadText());
        return entries;
    }

    /// <summary>Where a block with a length before it stands.</summary>
    public Range ReadBlock()
    {
        var length = ReadLength();
        return TryTake(length, out _) ? (Position - length)..Position : 0..0;
    }

    private int ReadLength()
    {
        var length = TryTake(sizeof(int), out var taken) ? BinaryPrimitives.ReadInt32LittleEndian(taken) : 0;
        if (length >= 0) return length;
        Fail("it holds a negative length");
        return 0;
    }

    private bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count > _bytes.Length - Position) Fail($"it ends within a part of {count} bytes");
        if (Problem is not null) return false;
        taken = _bytes.Slice(Position, count);
        Position += count;
        return true;
    }

    private void Fail(string problem) => Problem ??= problem;
}
