using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Azu.Sessions.Tests;

public sealed class SessionRecordFormatTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Fact]
    public void What_was_packed_is_unpacked() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);

        AssertSame(Cut(record), SessionRecordFormat.Unpack(packed));
        Assert.True(SessionRecordFormat.TryUnpack(packed, out var tried));
        AssertSame(Cut(record), tried);
    });

    [Fact]
    public void A_peek_sees_what_unpacking_sees() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);

        Assert.Equal(record.Id, PackedRecordPeek.Id(packed));
        Assert.Equal(record.Version, PackedRecordPeek.Version(packed));
        Assert.Equal(record.WriteId, PackedRecordPeek.WriteId(packed));
        Assert.Equal(record.LastSeenAt.UtcTicks, PackedRecordPeek.LastSeenTicks(packed));
        Assert.Equal(Cut(record).ExpiresAt.UtcTicks, PackedRecordPeek.EndTicks(packed));
        Assert.Equal(Cut(record).IsRetained(s_now), PackedRecordPeek.IsRetained(packed, s_now));
        Assert.Equal(record.Subject is not null, PackedRecordPeek.HasSubject(packed));
    });

    [Fact]
    public void New_times_change_nothing_else_and_not_the_original() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);

        var later = SessionRecordFormat.WithTimes(packed, s_now, s_now.AddHours(1));

        AssertSame(Cut(record with { LastSeenAt = s_now, ExpiresAt = s_now.AddHours(1) }), SessionRecordFormat.Unpack(later));
        AssertSame(Cut(record), SessionRecordFormat.Unpack(packed));
    });

    [Fact]
    public void Every_truncation_is_refused() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);
        for (var length = 0; length < packed.Length; length++) AssertRefused(packed.AsMemory(0, length));
        AssertRefused((byte[])[.. packed, 0]);
    });

    /// <summary>So a damaged record admits no caller on any node, and is never taken for one that a newer version wrote.</summary>
    [Fact]
    public void Every_single_changed_bit_makes_a_record_broken() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);
        for (var bit = 0; bit < packed.Length * 8; bit++)
        {
            packed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(SessionRecordFormat.Read(packed, out _) == PackedReading.Broken, $"Bit {bit} of {packed.Length} bytes was changed unnoticed.");
            packed[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(PackedReading.Record, SessionRecordFormat.Read(packed, out _));
    });

    [Fact]
    public void Bytes_that_were_never_a_record_are_broken() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => SessionRecordFormat.Read(bytes, out _) == PackedReading.Broken));

    [Fact]
    public void The_times_of_another_session_are_broken_and_not_believed()
    {
        var (one, other) = (SessionRecordFormat.Pack(Record()), SessionRecordFormat.Pack(Record()));

        other.AsSpan(PackedRecordLayout.TimesAt, PackedRecordLayout.TimesSize).CopyTo(one.AsSpan(PackedRecordLayout.TimesAt));

        Assert.Equal(PackedReading.Broken, SessionRecordFormat.Read(one, out _));
    }

    [Fact]
    public void A_unit_of_times_that_a_script_puts_in_is_read_like_any_other() => ForAnyRecord(record =>
    {
        var packed = SessionRecordFormat.Pack(record);

        SessionRecordFormat.PackTimes(record.Id, s_now, s_now.AddHours(1)).CopyTo(packed, PackedRecordLayout.TimesAt);

        AssertSame(Cut(record with { LastSeenAt = s_now, ExpiresAt = s_now.AddHours(1) }), SessionRecordFormat.Unpack(packed));
    });

    [Fact]
    public void The_subject_and_the_indexes_stand_where_a_script_looks_for_them()
    {
        var packed = SessionRecordFormat.Pack(Record() with { Subject = "alice", Indexes = [new("tenant", "north")], PreviousSecretHash = SecretHash.Of([7]) });

        var length = BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(PackedRecordLayout.ListsLengthAt));
        var previous = new byte[SecretHash.Size];
        SecretHash.Of([7]).WriteTo(previous);

        Assert.Equal("\u0005\0\0\0alice\u0001\0\0\0\u0006\0\0\0tenant\u0005\0\0\0north", Encoding.UTF8.GetString(packed, PackedRecordLayout.ListsAt, length));
        Assert.Equal(previous, packed.AsSpan(PackedRecordLayout.ListsAt + length, SecretHash.Size).ToArray());
    }

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
    public void A_record_of_a_newer_format_is_told_from_a_broken_one()
    {
        var id = SessionId.New();
        var newer = SpoiltRecord.Of(SessionRecordFormat.Pack(Record() with { Id = id }), Spoiling.Newer);

        Assert.Equal(PackedReading.Newer, SessionRecordFormat.Read(newer, out var record));
        Assert.Null(record);
        Assert.Equal(id, Assert.Throws<SessionUnreadableException>(() => SessionRecordFormat.Find(id, newer)).SessionId);
        newer[^1] ^= 1;
        Assert.Equal(PackedReading.Broken, SessionRecordFormat.Read(newer, out _));
        Assert.Null(SessionRecordFormat.Find(id, newer));
    }

    [Fact]
    public void A_part_of_a_newer_version_is_not_taken_for_payload()
    {
        var packed = SessionRecordFormat.Pack(Record());
        packed[PackedRecordLayout.PartsAt + 1] |= 0x80;
        Seal(packed);

        Assert.Equal(PackedReading.Newer, SessionRecordFormat.Read(packed, out _));
    }

    [Fact]
    public void A_count_of_two_billion_index_entries_is_refused_without_being_allocated()
    {
        var packed = SessionRecordFormat.Pack(Record() with { Indexes = [new("a", "b")] });
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(PackedRecordLayout.ListsAt), int.MaxValue);
        Seal(packed);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(SessionRecordFormat.TryUnpack(packed, out _));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        var packed = SessionRecordFormat.Pack(Record() with { Subject = "alice" });
        packed[packed.AsSpan().IndexOf(Encoding.UTF8.GetBytes("alice"))] = 0xff;
        Seal(packed);

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

    /// <summary>As a store returns it: ended at its absolute end.</summary>
    private static SessionRecord Cut(SessionRecord record) => record.KeepingLaterTimes(record);

    private static void Seal(byte[] packed) =>
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(PackedRecordLayout.ChecksumAt), PackedChecksum.Of(packed));

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
