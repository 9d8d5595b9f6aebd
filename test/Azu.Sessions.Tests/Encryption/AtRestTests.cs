using System.Text;

namespace Azu.Sessions.Tests;

/// <summary>What somebody finds, and can do, who has the store but not the secret.</summary>
[Trait("Requirement", "R-74")]
public sealed class AtRestTests
{
    private const string Text = "a note that nobody else may read, a note that nobody else may read, a note that nobody else may read";

    private readonly ManualTimeProvider _time = new();
    private readonly InspectableStore _store;

    public AtRestTests() => _store = new(_time);

    public static TheoryData<EncryptionAlgorithm> EachSuite => Given.EachSuite;

    [Theory]
    [MemberData(nameof(EachSuite))]
    public async Task The_payload_shows_neither_data_nor_subject(EncryptionAlgorithm suite)
    {
        using var node = Start(b => b.WithEncryption(e => e.Algorithm = suite));
        var id = await CreateAsync(node, "alice-the-subject");
        var payload = (await _store.RecordAsync(id)).Payload;
        AssertShows(payload, false, Text, "items", "note", "Note", "alice-the-subject", id.ToString());
        Assert.Equal((byte)suite, payload.Span[1]);

        // The same without encryption shows what there is to find.
        using var plain = Start(b => b.WithEncryption(e => e.IsEnabled = false));
        AssertShows((await _store.RecordAsync(await CreateAsync(plain, "bob"))).Payload, true, Text);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "Production", true)]
    [InlineData(null, "Staging", true)]
    [InlineData(null, "Development", false)]
    [InlineData(SessionPreset.Development, "Development", false)]
    [InlineData(SessionPreset.Development, "Production", false)]
    [InlineData(SessionPreset.Testing, "Development", false)]
    [InlineData(SessionPreset.Testing, "Production", false)]
    [InlineData(SessionPreset.Production, "Development", true)]
    [InlineData(SessionPreset.Production, "Production", true)]
    [InlineData(SessionPreset.HighSecurity, "Development", true)]
    [InlineData(SessionPreset.HighSecurity, "Production", true)]
    [InlineData(SessionPreset.Clustered, "Development", true)]
    [InlineData(SessionPreset.Clustered, "Production", true)]
    public async Task A_reader_of_the_store_reads_no_data_of_an_application_that_chose_nothing(SessionPreset? preset, string? environment, bool isSealed)
    {
        Action<AzuSessionsOptions> unbound = o => (o.Binding.IpAddress, o.Binding.UserAgent) = (AddressBinding.Off, false);
        async Task<bool> SealsAsync(Action<AzuSessionsBuilder<Basket>>? build)
        {
            using var node = new EngineNode(_store, _time, unbound, b =>
            {
                b.In(environment, preset);
                build?.Invoke(b);
            });
            return !Shows((await _store.RecordAsync(await CreateAsync(node, "alice"))).Payload, Text);
        }

        Assert.Equal(isSealed, await SealsAsync(null));
        Assert.True(await SealsAsync(b => b.WithEncryption()));
        Assert.False(await SealsAsync(b => b.WithEncryption(e => e.IsEnabled = false)));
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    [Trait("Requirement", "R-54")]
    [Trait("Requirement", "R-50")]
    public async Task A_payload_opens_in_no_other_record_and_under_no_other_owner(EncryptionAlgorithm suite)
    {
        using var node = Start(b => b.WithEncryption(e => e.Algorithm = suite));
        var (mine, theirs) = (await _store.RecordAsync(await CreateAsync(node, "alice")), await _store.RecordAsync(await CreateAsync(node, "alice")));
        var codec = node.Engine.Codec;
        Assert.Equal(PayloadReading.Read, codec.TryRead(mine, out _));
        foreach (var moved in new[]
        {
            theirs with { Payload = mine.Payload },
            mine with { Id = theirs.Id },
            mine with { Subject = "mallory" },
            mine with { Subject = null },
            mine with { Subject = "" },
            mine with { Subject = "alicf" },
            mine with { Subject = "Alice" },
            mine with { Subject = "alic" },
            mine with { Subject = "alicee" },
            mine with { Generation = mine.Generation + 1 },
            mine with { Generation = 0 },
            mine with { Generation = int.MinValue | mine.Generation },
        })
        {
            Assert.Equal(PayloadReading.Corrupted, codec.TryRead(moved, out _));
        }

        for (var bit = 0; bit < SessionId.Size * 8; bit++)
        {
            var id = new byte[SessionId.Size];
            mine.Id.WriteTo(id);
            id[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(PayloadReading.Corrupted, codec.TryRead(mine with { Id = new(id) }, out _));
        }

        // What a store may change by itself, or what a write changes without the content, binds nothing.
        Assert.Equal(PayloadReading.Read,
            codec.TryRead(mine with { ExpiresAt = mine.ExpiresAt.AddHours(1), Version = 99, SecretHash = theirs.SecretHash }, out _));
    }

    [Fact]
    [Trait("Requirement", "R-54")]
    public async Task A_payload_of_another_application_or_cookie_does_not_open()
    {
        using var shop = Start(b => b.WithEncryption(), o => o.ApplicationName = "shop");
        using var blog = Start(b => b.WithEncryption(), o => o.ApplicationName = "blog");
        using var other = Start(b => b.WithEncryption(), o => (o.ApplicationName, o.Cookie.Name) = ("shop", "_other"));
        var record = await _store.RecordAsync(await CreateAsync(shop, "alice"));
        Assert.Equal(PayloadReading.Read, shop.Engine.Codec.TryRead(record, out _));
        Assert.Equal(PayloadReading.Corrupted, blog.Engine.Codec.TryRead(record, out _));
        Assert.Equal(PayloadReading.Corrupted, other.Engine.Codec.TryRead(record, out _));
    }

    [Fact]
    [Trait("Requirement", "R-77")]
    public async Task A_visitor_whose_payload_was_exchanged_gets_an_empty_session_and_the_record_stays()
    {
        using var node = Start(b => b.WithEncryption());
        var (alice, mallory) = (new CookieJar(), new CookieJar());
        var id = (await node.SignInAsync(alice, "alice")).Id;
        await node.AddAsync(alice, "tea");
        var planted = (await node.SignInAsync(mallory, "mallory")).Id;
        await node.AddAsync(mallory, "poison");

        var poison = (await _store.RecordAsync(planted)).Payload;
        await _store.OverwriteAsync(id, r => r with { Payload = poison });
        var session = await node.ReadAsync(alice);
        Assert.True(session.IsNew);
        Assert.Null(session.Subject);
        Assert.Empty(session.Data.Items);
        Assert.Equal(poison, (await _store.RecordAsync(id)).Payload);
        Assert.Throws<SessionCorruptedException>(() => node.Manager.FindAsync(id).AsTask().GetAwaiter().GetResult()!.Data);
    }

    [Fact]
    [Trait("Requirement", "R-55")]
    public async Task Every_changed_bit_at_rest_is_noticed()
    {
        using var node = Start(b => b.WithEncryption());
        var record = await _store.RecordAsync(await CreateAsync(node, "alice"));
        var payload = record.Payload.ToArray();
        for (var bit = 0; bit < payload.Length * 8; bit++)
        {
            payload[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(bit / 8 is >= 2 and < 6
                ? PayloadReading.UnknownKey
                : PayloadReading.Corrupted, node.Engine.Codec.TryRead(record with { Payload = payload }, out _));
            payload[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "R-57")]
    public async Task What_is_not_sealed_is_not_read_where_payloads_are_and_the_other_way_round(bool isCompressed)
    {
        using var plain = Start(b =>
        {
            b.WithEncryption(e => e.IsEnabled = false);
            if (isCompressed) b.WithCompression(c => c.Threshold = 0);
        });
        var unsealed = await _store.RecordAsync(await CreateAsync(plain, "alice"));
        Assert.Equal(isCompressed ? 2 : 1, unsealed.Payload.Span[0]);
        foreach (var suite in Given.Suites)
        {
            using var sealing = Start(b => b.WithEncryption(e => e.Algorithm = suite));
            // Corrupted and not "unknown key", although the first bytes could be read as a suite and a key id: the visitor starts anew.
            Assert.Equal(PayloadReading.Corrupted, sealing.Engine.Codec.TryRead(unsealed, out _));
            Assert.Equal(PayloadReading.Corrupted, sealing.Engine.Codec.TryRead(unsealed with { Payload = default }, out _));
            Assert.NotEqual(PayloadReading.Read, sealing.Engine.Codec.TryRead(unsealed with { Payload = (byte[])[0x10, .. unsealed.Payload.Span] }, out _));

            var sealedRecord = await _store.RecordAsync(await CreateAsync(sealing, "alice"));
            Assert.Equal(PayloadReading.Corrupted, plain.Engine.Codec.TryRead(sealedRecord, out _));
            Assert.Equal(PayloadReading.Corrupted, plain.Engine.Codec.TryRead(sealedRecord with { Payload = sealedRecord.Payload[1..] }, out _));
        }
    }

    [Fact]
    public async Task Where_encryption_is_switched_on_visitors_start_anew_and_are_not_locked_out()
    {
        using var plain = Start(b => b.WithEncryption(e => e.IsEnabled = false));
        using var sealing = Start(b => b.WithEncryption());
        var browser = new CookieJar();
        await plain.SignInAsync(browser, "alice");
        await plain.AddAsync(browser, "tea");
        Assert.True((await sealing.ReadAsync(browser)).IsNew);
        await sealing.AddAsync(browser, "milk");
        Assert.Equal(["milk"], (await sealing.ReadAsync(browser)).Data.Items);
    }

    [Fact]
    public async Task What_an_anonymous_visitor_had_is_sealed_anew_for_whom_it_belongs_to_after_the_sign_in()
    {
        using var node = Start(b => b.WithEncryption());
        var browser = new CookieJar();
        var id = (await node.AddAsync(browser, "tea")).Id;
        var anonymous = await _store.RecordAsync(id);
        await node.SignInAsync(browser, "alice");
        Assert.Equal(["tea"], (await node.ReadAsync(browser)).Data.Items);
        var signedIn = await _store.RecordAsync(id);
        Assert.Equal(PayloadReading.Corrupted, node.Engine.Codec.TryRead(signedIn with { Payload = anonymous.Payload }, out _));
        await node.SignInAsync(browser, "alice");
        Assert.Equal(["tea"], (await node.ReadAsync(browser)).Data.Items);
        Assert.Equal(PayloadReading.Corrupted, node.Engine.Codec.TryRead(await _store.RecordAsync(id) with { Payload = signedIn.Payload }, out _));
    }

    private EngineNode Start(Action<AzuSessionsBuilder<Basket>> build, Action<AzuSessionsOptions>? options = null) => new(_store, _time, options, build);

    private static async Task<SessionId> CreateAsync(EngineNode node, string subject) =>
        (await node.Manager.CreateAsync(new Basket { Items = ["tea"], Note = Text }, subject)).Session.Id;

    private static void AssertShows(ReadOnlyMemory<byte> payload, bool expected, params string[] texts) =>
        Assert.All(texts, text => Assert.Equal(expected, Shows(payload, text)));

    private static bool Shows(ReadOnlyMemory<byte> payload, string text) => payload.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
