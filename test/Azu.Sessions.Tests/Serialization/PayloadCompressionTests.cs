using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

[Trait("Requirement", "R-67")]
public sealed class PayloadCompressionTests
{
    private const int Max = 1024 * 1024;

    private static readonly string[] s_words = ["session ", "of a visitor ", "with a cart ", "full of tea ", "and of milk ", "and bread "];

    private readonly PayloadCompression _compression = new(threshold: 256, maxInflatedBytes: Max);

    [Theory]
    [InlineData(257)]
    [InlineData(1_000)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    [InlineData(Max)]
    public void What_is_compressed_comes_back(int length)
    {
        var payload = Text(length);
        var compressed = _compression.Deflate(payload);
        Assert.Equal(PayloadCompression.Format, compressed[0]);
        Assert.True(compressed.Length < payload.Length);
        Assert.Equal(payload, _compression.TryInflate(compressed));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(256, false)]
    [InlineData(257, true)]
    public void Only_what_is_longer_than_the_threshold_is_compressed(int length, bool isCompressed)
    {
        var payload = Text(length);
        Assert.Equal(isCompressed, !ReferenceEquals(payload, _compression.Deflate(payload)));
    }

    [Fact]
    public void What_does_not_get_shorter_stays_as_it_is()
    {
        var payload = RandomNumberGenerator.GetBytes(10_000);
        Assert.Same(payload, _compression.Deflate(payload));
    }

    [Fact]
    public void What_would_compress_better_than_is_ever_inflated_stays_as_it_is()
    {
        var payload = new byte[500_000];
        Assert.Same(payload, _compression.Deflate(payload));
        Assert.Null(_compression.TryInflate(Compressed(payload.Length, Gzip(payload))));
    }

    [Fact]
    public void Whatever_was_compressed_is_inflated_also_where_the_two_limits_meet()
    {
        // Zeros, whose gzip hardly grows: somewhere between short and long lies exactly the greatest ratio that is inflated.
        var (shorter, longer) = (257, 500_000);
        while (longer - shorter > 1)
        {
            var middle = (shorter + longer) / 2;
            if (IsCompressed(middle, out _)) shorter = middle;
            else longer = middle;
        }

        var (compressed, left) = (0, 0);
        for (var length = shorter - 2_000; length < longer + 2_000; length++)
        {
            if (!IsCompressed(length, out var stored)) left++;
            else if (_compression.TryInflate(stored)?.Length == length) compressed++;
            else Assert.Fail($"{length} bytes are compressed and cannot be inflated.");
        }

        Assert.True(compressed > 0 && left > 0, $"{compressed} compressed, {left} left as they were: the limit was not met.");

        bool IsCompressed(int length, out byte[] stored)
        {
            var payload = new byte[length];
            stored = _compression.Deflate(payload);
            return !ReferenceEquals(stored, payload);
        }
    }

    [Theory]
    [InlineData(50_000_000)] // what it is
    [InlineData(Max)] // as much as is allowed
    [InlineData(Max + 1)]
    [InlineData(4_000_000)] // as much as its size allows
    [InlineData(64 * 1024)]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_bomb_is_refused_in_little_memory_whatever_length_it_claims(int claimed)
    {
        var bomb = Gzip(new byte[50_000_000]);
        Assert.InRange(bomb.Length, 40_000, 250_000);
        // As it is, and with a gzip trailer that lies as well.
        foreach (var isTrailerLying in new[] { false, true })
        {
            if (isTrailerLying) BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(bomb.Length - 4), claimed);
            var compressed = Compressed(claimed, bomb);
            foreach (var compression in new[] { _compression, new(256, 16 * Max), new(256, int.MaxValue) })
            {
                compression.TryInflate(compressed);
                var before = GC.GetAllocatedBytesForCurrentThread();
                var payload = compression.TryInflate(compressed);
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.Null(payload);
                Assert.InRange(allocated, 0, 200_000);
            }
        }
    }

    [Fact]
    public void A_length_that_lies_is_refused()
    {
        foreach (var length in new[] { 1_000, 100_000 })
        {
            var gzip = Gzip(Text(length));
            Assert.NotNull(_compression.TryInflate(Compressed(length, gzip)));
            foreach (var claimed in new[] { length - 1, length + 1, length / 2, length * 2, 1, length | 0x100_0000 })
            {
                Assert.Null(_compression.TryInflate(Compressed(claimed, gzip)));
                byte[] lying = [.. gzip];
                BinaryPrimitives.WriteInt32LittleEndian(lying.AsSpan(gzip.Length - 4), claimed);
                Assert.Null(_compression.TryInflate(Compressed(claimed, lying)));
            }
        }
    }

    [Fact]
    public void What_is_larger_than_allowed_is_refused()
    {
        var payload = Text(Max + 1);
        Assert.Null(_compression.TryInflate(Compressed(payload.Length, Gzip(payload))));
        Assert.NotNull(new PayloadCompression(256, Max + 1).TryInflate(Compressed(payload.Length, Gzip(payload))));
    }

    [Fact]
    public void What_is_cut_off_is_refused()
    {
        foreach (var length in new[] { 300, 100_000 })
        {
            var compressed = _compression.Deflate(Text(length));
            for (var kept = 0; kept < compressed.Length; kept += compressed.Length > 1_000 && kept < compressed.Length - 40 ? 97 : 1)
            {
                Assert.Null(_compression.TryInflate(compressed.AsMemory(0, kept)));
                // With the length that it should have put behind it again.
                if (kept < compressed.Length - 4) Assert.Null(_compression.TryInflate((byte[])[.. compressed[..kept], .. compressed[^4..]]));
            }
        }
    }

    [Fact]
    public void What_is_followed_by_something_is_refused()
    {
        var compressed = _compression.Deflate(Text(300));
        for (var extra = 1; extra < 40; extra++)
        {
            Assert.Null(_compression.TryInflate((byte[])[.. compressed, .. new byte[extra]]));
            Assert.Null(_compression.TryInflate((byte[])[.. compressed, .. Given.Bytes(extra, 1)]));
            Assert.Null(_compression.TryInflate((byte[])[.. compressed, .. Given.Bytes(extra, 1), .. compressed[^4..]]));
        }
    }

    [Fact]
    public void Two_members_one_behind_the_other_are_refused()
    {
        var (one, two) = (Text(1_000), Text(500));
        foreach (var claimed in new[] { 500, 1_000, 1_500 }) Assert.Null(_compression.TryInflate(Compressed(claimed, [.. Gzip(one), .. Gzip(two)])));
        // Although the last four bytes, which say how long the second one is, fit what is claimed.
        Assert.Null(_compression.TryInflate(Compressed(1_000, [.. Gzip(one), .. Gzip(one)])));
        // And although the second one begins with every byte in turn, also with the one that marks the end.
        for (var first = 0; first < 256; first++)
        {
            (one[0], one[1]) = ((byte)first, 0);
            Assert.Null(_compression.TryInflate(Compressed(1_000, [.. Gzip(one), .. Gzip(one)])));
        }
    }

    [Fact]
    public void No_changed_bit_changes_the_content()
    {
        var payload = Text(2_000);
        var compressed = _compression.Deflate(payload);
        for (var bit = 5 * 8; bit < compressed.Length * 8; bit++)
        {
            compressed[bit / 8] ^= (byte)(1 << (bit % 8));
            var inflated = _compression.TryInflate(compressed);
            // Some bits of deflate decide nothing; where one does, the checksum is wrong.
            if (inflated is not null) Assert.Equal(payload, inflated);
            compressed[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Nothing_at_all_is_no_compressed_payload()
    {
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Null(_compression.TryInflate(Compressed(0, empty)));
    }

    [Fact]
    public void Random_bytes_are_refused_and_never_throw()
    {
        for (var i = 0; i < 5_000; i++)
        {
            var noise = RandomNumberGenerator.GetBytes(i % 300);
            Assert.Null(_compression.TryInflate(noise));
            Assert.Null(_compression.TryInflate(Compressed(1_000, noise)));
            byte[] trailed = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, .. noise, 0, 0, 0, 0, 0xE8, 3, 0, 0];
            Assert.Null(_compression.TryInflate(Compressed(1_000, trailed)));
        }
    }

    /// <summary>Words in random order, which compress well, but not too well.</summary>
    private static byte[] Text(int length)
    {
        var text = new System.Text.StringBuilder();
        while (text.Length < length) text.Append(s_words[RandomNumberGenerator.GetInt32(s_words.Length)]);
        return System.Text.Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static byte[] Gzip(byte[] payload)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(payload);
        return output.ToArray();
    }

    private static byte[] Compressed(int length, byte[] gzip)
    {
        byte[] compressed = [PayloadCompression.Format, 0, 0, 0, 0, .. gzip];
        BinaryPrimitives.WriteInt32LittleEndian(compressed.AsSpan(1), length);
        return compressed;
    }
}
