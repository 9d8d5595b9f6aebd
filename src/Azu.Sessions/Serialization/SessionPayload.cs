using System.Buffers.Binary;

namespace Azu.Sessions;

/// <summary>
/// What the engine puts into <see cref="SessionRecord.Payload"/>: the sections of a session, each a JSON object but for the ticket, which is encrypted.
/// <code>
/// 0   1   format    0x01
/// then for each section that is not empty:
/// 0   1   tag       1 data, 2 flash, 3 items, 4 ticket
/// 1   4   length    little-endian
/// 5   n   UTF-8 JSON; of the ticket, the encrypted value
/// </code>
/// Sections that this version does not know stay where they are: during a rolling deploy a newer node may have written them.
/// </summary>
internal readonly record struct SessionPayload(
    ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Flash, ReadOnlyMemory<byte> Items, ReadOnlyMemory<byte> Ticket, ReadOnlyMemory<byte> Unknown)
{
    private const byte Format = 0x01;

    // 0x02 is a compressed payload, which is inflated before it gets here. 0x10 is a sealed one: here, where payloads are not sealed, it is none.
    private const byte NewestKnownFormat = 0x02;
    private const byte NewestFormatToCome = 0x0F;
    private const byte DataTag = 1, FlashTag = 2, ItemsTag = 3, TicketTag = 4;
    private const int SectionHeader = 1 + sizeof(int);

    /// <summary>Reads the sections, as slices of <paramref name="bytes"/>. No bytes at all are an empty session.</summary>
    public static PayloadReading TryRead(ReadOnlyMemory<byte> bytes, out SessionPayload payload)
    {
        payload = default;
        if (bytes.IsEmpty) return PayloadReading.Read;
        var format = bytes.Span[0];
        if (format != Format) return format is > NewestKnownFormat and <= NewestFormatToCome ? PayloadReading.FromTheFuture : PayloadReading.Corrupted;

        ReadOnlyMemory<byte> data = default, flash = default, items = default, ticket = default, unknown = default;
        for (var rest = bytes[1..]; !rest.IsEmpty;)
        {
            if (rest.Length < SectionHeader) return PayloadReading.Corrupted;
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span[1..]);
            if (length < 0 || length > rest.Length - SectionHeader) return PayloadReading.Corrupted;
            var section = rest.Slice(SectionHeader, length);
            switch (rest.Span[0])
            {
                case DataTag: data = section; break;
                case FlashTag: flash = section; break;
                case ItemsTag: items = section; break;
                case TicketTag: ticket = section; break;
                default: unknown = Concat(unknown, rest[..(SectionHeader + length)]); break;
            }

            rest = rest[(SectionHeader + length)..];
        }

        payload = new(data, flash, items, ticket, unknown);
        return PayloadReading.Read;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[1 + SizeOf(Data) + SizeOf(Flash) + SizeOf(Items) + SizeOf(Ticket) + Unknown.Length];
        bytes[0] = Format;
        var at = 1;
        Write(DataTag, Data.Span);
        Write(FlashTag, Flash.Span);
        Write(ItemsTag, Items.Span);
        Write(TicketTag, Ticket.Span);
        Unknown.Span.CopyTo(bytes.AsSpan(at));
        return bytes;

        void Write(byte tag, ReadOnlySpan<byte> section)
        {
            if (section.IsEmpty) return;
            bytes[at] = tag;
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 1), section.Length);
            section.CopyTo(bytes.AsSpan(at + SectionHeader));
            at += SectionHeader + section.Length;
        }
    }

    private static int SizeOf(ReadOnlyMemory<byte> section) => section.IsEmpty ? 0 : SectionHeader + section.Length;

    private static ReadOnlyMemory<byte> Concat(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second) =>
        first.IsEmpty ? second : (byte[])[.. first.Span, .. second.Span];
}

/// <summary>How reading a payload ended.</summary>
internal enum PayloadReading
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>A newer version of this library wrote it: a deploy in progress. The session is unavailable on this node, not broken.</summary>
    FromTheFuture,

    /// <summary>It is sealed under a key that this node does not know: a deploy in progress. Unavailable on this node, not broken.</summary>
    UnknownKey,

    /// <summary>It cannot be read at all.</summary>
    Corrupted,
}
