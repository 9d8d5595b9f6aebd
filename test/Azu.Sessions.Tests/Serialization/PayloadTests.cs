using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Azu.Sessions.Tests;

/// <summary>The sections of a stored session.</summary>
public sealed class PayloadTests
{
    [Fact]
    public void What_was_written_is_read() => ForAny((data, flash, items) =>
    {
        var bytes = new SessionPayload(data, flash, items, default, default).ToBytes();
        Assert.Equal(PayloadReading.Read, SessionPayload.TryRead(bytes, out var read));
        Assert.Equal(data, read.Data.ToArray());
        Assert.Equal(flash, read.Flash.ToArray());
        Assert.Equal(items, read.Items.ToArray());
        Assert.Equal(bytes, read.ToBytes());
    });

    [Fact]
    public void Sections_of_a_newer_version_stay_where_they_are() => ForAny((data, flash, newer) =>
    {
        byte[] unknown = [.. Section(9, newer), .. Section(200, flash)];
        byte[] bytes = [.. new SessionPayload(data, flash, default, default, default).ToBytes(), .. unknown];
        Assert.Equal(PayloadReading.Read, SessionPayload.TryRead(bytes, out var read));
        Assert.Equal(bytes, (read with { Data = data }).ToBytes());
        Assert.Equal(unknown, read.Unknown.ToArray());
    });

    [Fact]
    [Trait("Requirement", "R-68")]
    public void A_truncated_payload_is_read_up_to_a_section_or_refused() => ForAny((data, flash, items) =>
    {
        var bytes = new SessionPayload(data, flash, items, default, default).ToBytes();
        for (var length = 1; length < bytes.Length; length++)
        {
            if (SessionPayload.TryRead(bytes.AsMemory(0, length), out var read) == PayloadReading.Read) Assert.Equal(length, read.ToBytes().Length);
        }
    });

    [Fact]
    [Trait("Requirement", "R-68")]
    public void Whatever_the_bytes_are_the_end_is_a_reading_and_no_exception() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            SessionPayload.TryRead(bytes, out _);
            SessionPayload.TryRead((byte[])[1, .. bytes], out _);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_format_is_known_to_come_or_corrupted()
    {
        for (var format = 0; format < 256; format++)
        {
            var expected = format switch { 1 => PayloadReading.Read, > 2 and <= 15 => PayloadReading.FromTheFuture, _ => PayloadReading.Corrupted };
            Assert.Equal(expected, SessionPayload.TryRead((byte[])[(byte)format], out _));
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_length_that_lies_is_corrupted(int length) =>
        Assert.Equal(PayloadReading.Corrupted, SessionPayload.TryRead((byte[])[1, 1, .. BitConverter.GetBytes(length), 0], out _));

    [Fact]
    public void No_bytes_are_an_empty_session()
    {
        Assert.Equal(PayloadReading.Read, SessionPayload.TryRead(default, out var read));
        Assert.Equal(default, read);
    }

    private static byte[] Section(byte tag, byte[] content) => [tag, .. BitConverter.GetBytes(content.Length), .. content];

    private static void ForAny(Action<byte[], byte[], byte[]> law)
    {
        var section = ArbMap.Default.GeneratorFor<string>().Select(s => Encoding.UTF8.GetBytes(s ?? "")).ToArbitrary();
        Prop.ForAll(section, section, section, law).QuickCheckThrowOnFailure();
    }
}
