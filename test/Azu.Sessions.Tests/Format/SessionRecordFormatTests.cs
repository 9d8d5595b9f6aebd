using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Azu.Sessions.Tests.Format;

public sealed class SessionRecordFormatTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Fact]
    public void What_was_packed_is_unpacked() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);

        AssertSame(record, SessionRecordFormat.Unpack(packed));
        Assert.True(SessionRecordFormat.TryUnpack(packed, out var tried));
        AssertSame(record, tried);
    });

    [Fact]
    public void A_peek_sees_what_unpacking_sees() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);

        Assert.Equal(record.Version, SessionRecordFormat.PeekVersion(packed));
        Assert.Equal(record.WriteId, SessionRecordFormat.PeekWriteId(packed));
        Assert.Equal(record.LastSeenAt, SessionRecordFormat.PeekLastSeenAt(packed));
        Assert.Equal(record.ExpiresAt, SessionRecordFormat.PeekExpiresAt(packed));
        Assert.Equal(record.AbsoluteExpiresAt, SessionRecordFormat.PeekAbsoluteExpiresAt(packed));
        Assert.Equal(record.Subject is not null, SessionRecordFormat.PeekHasSubject(packed));
    });

    [Fact]
    public void New_times_change_nothing_else_and_not_the_original() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);

        var later = SessionRecordFormat.WithTimes(packed, s_now, s_now.AddHours(1));

        AssertSame(record with { LastSeenAt = s_now, ExpiresAt = s_now.AddHours(1) }, SessionRecordFormat.Unpack(later));
        AssertSame(record, SessionRecordFormat.Unpack(packed));
    });

    [Fact]
    public void Every_truncation_is_refused() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);
        for (var length = 0; length < packed.Length; length++) AssertRefused(packed.AsMemory(0, length));
        AssertRefused((byte[])[.. packed, 0]);
    });

    [Fact]
    public void Whatever_is_done_to_a_byte_the_end_is_a_record_or_a_refusal() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);
        for (var at = 0; at < packed.Length; at++)
        {
            foreach (byte value in (byte[])[0x00, 0x7f, 0x80, 0xff])
            {
                var damaged = (byte[])packed.Clone();
                damaged[at] = value;
                if (!SessionRecordFormat.TryUnpack(damaged, out _)) AssertRefused(damaged);
            }
        }
    });

    [Fact]
    public void The_payload_and_the_fingerprint_are_slices_and_no_copies()
    {
        var packed = SessionRecordFormat.Pack(Record() with { Payload = new byte[] { 1, 2, 3 }, Fingerprint = new byte[] { 4, 5 } });

        var record = SessionRecordFormat.Unpack(packed);

        Assert.True(record.Payload.Span.Overlaps(packed));
        Assert.True(record.Fingerprint.Span.Overlaps(packed));
    }

    [Fact]
    public void A_time_with_an_offset_keeps_its_moment()
    {
        var record = Record() with { ExpiresAt = new DateTimeOffset(2026, 3, 4, 7, 0, 0, TimeSpan.FromHours(2)) };

        var unpacked = SessionRecordFormat.Unpack(SessionRecordFormat.Pack(record));

        Assert.Equal(record.ExpiresAt, unpacked.ExpiresAt);
        Assert.Equal(TimeSpan.Zero, unpacked.ExpiresAt.Offset);
    }

    [Fact]
    public void Another_format_is_named()
    {
        var packed = SessionRecordFormat.Pack(Record());
        packed[0] = 0x7e;

        var refusal = Assert.Throws<FormatException>(() => SessionRecordFormat.Unpack(packed));

        Assert.Contains("0x7e", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => SessionRecordFormat.PeekVersion(packed));
        Assert.Throws<FormatException>(() => SessionRecordFormat.WithTimes(packed, s_now, s_now));
    }

    [Fact]
    public void A_part_of_a_later_version_is_refused_and_not_taken_for_payload()
    {
        var packed = SessionRecordFormat.Pack(Record());
        packed[2] |= 0x80;

        AssertRefused(packed);
    }

    [Fact]
    public void A_count_of_two_billion_index_entries_is_refused_without_being_allocated()
    {
        var packed = SessionRecordFormat.Pack(Record() with { Indexes = [new("a", "b")] });
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(99), int.MaxValue);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(SessionRecordFormat.TryUnpack(packed, out _));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        var packed = SessionRecordFormat.Pack(Record() with { Subject = "alice" });
        packed[packed.AsSpan().IndexOf(Encoding.UTF8.GetBytes("alice"))] = 0xff;

        AssertRefused(packed);
    }

    [Fact]
    public void Half_a_character_is_refused_where_sessions_are_found_by_it_and_replaced_where_it_is_only_shown()
    {
        const string half = "\ud83c";

        Assert.ThrowsAny<ArgumentException>(() => SessionRecordFormat.Pack(Record() with { Subject = half }));
        Assert.ThrowsAny<ArgumentException>(() => SessionRecordFormat.Pack(Record() with { Indexes = [new("tenant", half)] }));
        var shown = SessionRecordFormat.Unpack(SessionRecordFormat.Pack(Record() with { Client = new(null, "Browser " + half) }));
        Assert.Equal("Browser \ufffd", shown.Client!.UserAgent);
    }

    private static void ForAnyRecord(Action<SessionRecord> holds) => Check.QuickThrowOnFailure(Prop.ForAll(AnyRecord.Arbitrary, holds));

    private static SessionRecord Record() => new()
    {
        Id = SessionId.New(),
        SecretHash = SecretHash.Of([1]),
        Version = 1,
        WriteId = 2,
        CreatedAt = s_now,
        LastSeenAt = s_now,
        ExpiresAt = s_now,
    };

    private static void AssertRefused(ReadOnlyMemory<byte> packed)
    {
        Assert.False(SessionRecordFormat.TryUnpack(packed, out var record));
        Assert.Null(record);
        Assert.Throws<FormatException>(() => SessionRecordFormat.Unpack(packed));
    }

    private static void AssertSame(SessionRecord expected, SessionRecord actual)
    {
        Assert.Equal(expected.Indexes, actual.Indexes);
        Assert.Equal(expected.Fingerprint.ToArray(), actual.Fingerprint.ToArray());
        Assert.Equal(expected.Payload.ToArray(), actual.Payload.ToArray());
        // Everything else by the record's own equality, which covers properties that are added later too.
        Assert.Equal(expected, actual with { Indexes = expected.Indexes, Fingerprint = expected.Fingerprint, Payload = expected.Payload });
    }
}
