namespace Azu.Sessions.Tests;

[Trait("Requirement", "R-67")]
public sealed class CompressedSessionTests
{
    private static readonly Basket s_large = new() { Note = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"line {i}; ")) };

    private readonly ManualTimeProvider _time = new();
    private readonly InspectableStore _store;

    public CompressedSessionTests() => _store = new(_time);

    [Fact]
    public async Task Nothing_is_compressed_unless_the_application_asks_for_it()
    {
        using var off = Start();
        using var on = Start(b => b.WithCompression());
        Assert.InRange((await StoredAsync(off, s_large)).Length, s_large.Note!.Length, int.MaxValue);
        Assert.InRange((await StoredAsync(on, s_large)).Length, 1, s_large.Note!.Length / 2);
    }

    [Theory]
    [InlineData(900, 1)]
    [InlineData(1_100, 2)]
    public async Task By_default_more_than_a_kibibyte_is_compressed(int length, byte format)
    {
        using var node = Start(b => b.WithCompression());
        Assert.Equal(format, (await StoredAsync(node, new() { Note = string.Concat(Enumerable.Repeat("ab cd ", 200))[..length] })).Span[0]);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(100_000, 1)]
    public async Task The_threshold_counts(int threshold, byte format)
    {
        using var node = Start(b => b.WithCompression(c => c.Threshold = threshold));
        Assert.Equal(format, (await StoredAsync(node, s_large)).Span[0]);
    }

    [Fact]
    public void A_threshold_below_zero_is_refused_at_startup() =>
        Assert.Contains("Compression.Threshold",
            Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => Start(b => b.WithCompression(c => c.Threshold = -1))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compressed_sessions_stay_readable_when_compression_is_switched_off_or_the_limit_lowered(bool isSealed)
    {
        void Seal(AzuSessionsBuilder<Basket> b) => b.WithEncryption(e => e.IsEnabled = isSealed);
        using var before = Start(b => Seal(b.WithCompression()), o => o.MaxPayloadBytes = 8 * 1024 * 1024);
        var basket = new Basket { Note = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"line {i}; ")) };
        var id = (await before.Manager.CreateAsync(basket)).Session.Id;
        using var after = Start(Seal, o => o.MaxPayloadBytes = 1024);
        Assert.Equal(basket.Note, (await after.Manager.GetAsync(id)).Data.Note);
        using var dearer = Start(b => Seal(b.WithCompression(c => c.Threshold = int.MaxValue)));
        Assert.Equal(basket.Note, (await dearer.Manager.GetAsync(id)).Data.Note);
    }

    [Fact]
    public async Task What_is_sealed_was_compressed_before()
    {
        using var node = Start(b => b.WithCompression().WithEncryption());
        Assert.InRange((await StoredAsync(node, s_large)).Length, 1, s_large.Note!.Length / 2);
    }

    [Fact]
    public async Task The_limit_counts_the_payload_before_compression()
    {
        using var node = Start(b => b.WithCompression(), o => o.MaxPayloadBytes = 10_000);
        await Assert.ThrowsAsync<SessionTooLargeException>(async () => await node.Manager.CreateAsync(s_large));
    }

    [Fact]
    public async Task A_payload_of_just_the_limit_is_stored_and_one_byte_more_names_limit_and_setting()
    {
        using var unlimited = Start();
        var length = (await StoredAsync(unlimited, s_large)).Length;
        using var node = Start(options: o => o.MaxPayloadBytes = length);
        Assert.Equal(length, (await StoredAsync(node, s_large)).Length);
        var refusal = await Assert.ThrowsAsync<SessionTooLargeException>(async () =>
            await node.Manager.CreateAsync(s_large with { Note = s_large.Note + "x" }));
        Assert.Contains(nameof(AzuSessionsOptions.MaxPayloadBytes), refusal.Message, StringComparison.Ordinal);
        Assert.Contains((length + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_in_the_store_is_a_corrupted_session_and_nothing_more()
    {
        using var node = Start();
        var browser = new CookieJar();
        var id = (await node.AddAsync(browser, "tea")).Id;
        byte[] bomb = [2, .. BitConverter.GetBytes(1024 * 1024), .. Gzip(50_000_000)];
        await _store.OverwriteAsync(id, r => r with { Payload = bomb });
        Assert.True((await node.ReadAsync(browser)).IsNew);
        Assert.Equal(PayloadReading.Corrupted, node.Engine.Codec.TryRead(await _store.RecordAsync(id), out _));
    }

    /// <summary>Payloads stand in plain unless the test seals them, so that their format and length can be seen.</summary>
    private EngineNode Start(Action<AzuSessionsBuilder<Basket>>? build = null, Action<AzuSessionsOptions>? options = null) =>
        new(_store, _time, options, b =>
        {
            b.WithEncryption(e => e.IsEnabled = false);
            build?.Invoke(b);
        });

    private async Task<ReadOnlyMemory<byte>> StoredAsync(EngineNode node, Basket basket) =>
        (await _store.RecordAsync((await node.Manager.CreateAsync(basket)).Session.Id)).Payload;

    private static byte[] Gzip(int zeros)
    {
        using var output = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(output, System.IO.Compression.CompressionLevel.SmallestSize)) gzip.Write(new byte[zeros]);
        return output.ToArray();
    }
}
