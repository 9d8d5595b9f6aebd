using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Keys from ASP.NET Core Data Protection: real keys in a real directory that nodes share.</summary>
public sealed class DataProtectionTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly InspectableStore _store;
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("azu-keys-");
    private readonly ServiceProvider _operator;

    public DataProtectionTests()
    {
        _store = new(_time);
        var services = new ServiceCollection();
        services.AddDataProtection().PersistKeysToFileSystem(_keys);
        _operator = services.BuildServiceProvider();
    }

    private IKeyManager Manager => _operator.GetRequiredService<IKeyManager>();

    [Fact]
    public async Task Nodes_that_share_the_keys_share_the_sessions_sealed_ones_too()
    {
        using var first = Start();
        using var second = Start();
        var browser = new CookieJar();
        await first.AddAsync(browser, "tea");
        Assert.Equal(["tea"], (await second.ReadAsync(browser)).Data.Items);
        Assert.Equal(TokenReading.Valid, second.LastReading);
    }

    [Fact]
    public async Task A_node_with_other_keys_knows_nobody_and_keeps_the_cookie()
    {
        using var here = Start();
        var elsewhere = Directory.CreateTempSubdirectory("azu-keys-");
        using var stranger = Start(keys: elsewhere);
        var browser = new CookieJar();
        await here.AddAsync(browser, "tea");
        var cookie = browser.Cookie;
        Assert.True((await stranger.ReadAsync(browser)).IsNew);
        Assert.Equal(TokenReading.UnknownKey, stranger.LastReading);
        Assert.Equal(cookie, browser.Cookie);
        elsewhere.Delete(recursive: true);
    }

    [Theory]
    [Trait("Requirement", "R-54")]
    [InlineData("forum", "Web", "shop", "Web")]
    [InlineData("/app", "Forum", "/app", "Shop")]
    [InlineData(null, "Forum", null, "Shop")]
    [InlineData("forum", null, null, null)]
    [InlineData("ab", "c", "a", "bc")]
    [InlineData("forum", "shop", "shop", "forum")]
    public async Task A_session_of_one_application_opens_nothing_at_another_that_has_the_same_keys(string? discriminator, string? host,
        string? otherDiscriminator, string? otherHost)
    {
        using var forum = StartAs(discriminator, host);
        using var twin = StartAs(discriminator, host);
        using var shop = StartAs(otherDiscriminator, otherHost);
        var browser = new CookieJar();
        var id = (await forum.SignInAsync(browser, "1")).Id;
        await forum.AddAsync(browser, "tea");

        Assert.Equal(["tea"], (await twin.ReadAsync(browser)).Data.Items);
        Assert.True((await shop.ReadAsync(browser)).IsNew);
        Assert.Equal(TokenReading.UnknownKey, shop.LastReading);
        Assert.Equal(PayloadReading.UnknownKey, shop.Engine.Codec.TryRead(await _store.RecordAsync(id), out _));
        Assert.Equal(PayloadReading.Read, twin.Engine.Codec.TryRead(await _store.RecordAsync(id), out _));
    }

    [Fact]
    public async Task A_key_that_takes_over_logs_nobody_out_and_the_cookie_is_issued_anew_under_it()
    {
        using var node = await StartRefreshingAsync();
        var browser = new CookieJar();
        await node.AddAsync(browser, "tea");
        var old = browser.Cookie;

        // The next key is there before it counts: accepted, and nothing is signed under it.
        Manager.CreateNewKey(_time.GetUtcNow().AddDays(1), _time.GetUtcNow().AddDays(90));
        await RefreshedAsync(node, KeyRingRefresher.RefreshInterval);
        await node.ReadAsync(browser);
        Assert.Equal(old, browser.Cookie);

        await RefreshedAsync(node, TimeSpan.FromDays(1));
        await node.AddAsync(browser, "milk");
        Assert.NotEqual(old, browser.Cookie);
        Assert.Equal(["tea", "milk"], (await node.ReadAsync(browser)).Data.Items);

        // A node that starts now, with nothing in memory, reads what both keys have sealed.
        using var fresh = Start();
        Assert.Equal(["tea", "milk"], (await fresh.ReadAsync(browser)).Data.Items);
        Assert.Equal(["tea", "milk"], (await fresh.ReadAsync(new() { Cookie = old })).Data.Items);
    }

    [Fact]
    public async Task A_key_that_another_node_has_made_meanwhile_is_known_within_half_a_minute()
    {
        using var early = await StartRefreshingAsync();
        Manager.CreateNewKey(_time.GetUtcNow().AddMinutes(-1), _time.GetUtcNow().AddDays(90));
        using var late = Start();
        var browser = new CookieJar();
        await late.AddAsync(browser, "tea");
        await early.ReadAsync(browser);
        Assert.Equal(TokenReading.UnknownKey, early.LastReading);

        await RefreshedAsync(early, KeyRingRefresher.LookInterval);
        Assert.Equal(["tea"], (await early.ReadAsync(browser)).Data.Items);
    }

    [Fact]
    public async Task The_keys_are_read_anew_once_an_hour_and_once_for_a_key_that_nobody_knows()
    {
        using var node = await StartRefreshingAsync();
        var refresher = node.Engine.KeyRefresher!;
        for (var looks = 0; looks < 10; looks++) await LookAsync();
        Assert.Equal(0, refresher.Refreshes);

        var browser = new CookieJar();
        using (var stranger = new EngineNode(new(_time), _time)) await stranger.AddAsync(browser, "tea");
        await node.ReadAsync(browser);
        await RefreshedAsync(node, KeyRingRefresher.LookInterval);
        for (var looks = 0; looks < 10; looks++) await LookAsync();
        Assert.Equal(1, refresher.Refreshes);

        await RefreshedAsync(node, KeyRingRefresher.RefreshInterval);
        Assert.Equal(2, refresher.Refreshes);

        async Task LookAsync()
        {
            var looks = refresher.Looks;
            _time.Advance(KeyRingRefresher.LookInterval);
            await HoldsAsync(() => refresher.Looks > looks);
        }
    }

    [Fact]
    public async Task A_revoked_key_is_refused_whatever_is_cached()
    {
        using var node = await StartRefreshingAsync();
        var browser = new CookieJar();
        await node.AddAsync(browser, "tea");
        await node.ReadAsync(browser);
        foreach (var key in Manager.GetAllKeys()) Manager.RevokeKey(key.KeyId, "it has leaked");
        Manager.CreateNewKey(_time.GetUtcNow().AddMinutes(-1), _time.GetUtcNow().AddDays(90));
        await RefreshedAsync(node, KeyRingRefresher.RefreshInterval);
        Assert.True((await node.ReadAsync(browser)).IsNew);
        Assert.Equal(TokenReading.UnknownKey, node.LastReading);

        await node.AddAsync(browser, "milk");
        Assert.Equal(["milk"], (await node.ReadAsync(browser)).Data.Items);
    }

    [Fact]
    public async Task The_secret_that_was_used_before_is_accepted_from_PreviousSecrets()
    {
        var browser = new CookieJar();
        using (var before = new EngineNode(_store, _time)) await before.AddAsync(browser, "tea");
        var old = browser.Cookie;
        using var after = Start(options: o => o.PreviousSecrets.Add(EngineNode.FirstSecret));
        Assert.Equal(["tea"], (await after.ReadAsync(browser)).Data.Items);
        Assert.NotEqual(old, browser.Cookie);
    }

    [Theory]
    [InlineData(nameof(AzuSessionsOptions.Secret))]
    [InlineData(nameof(AzuSessionsOptions.NextSecret))]
    public void A_secret_beside_Data_Protection_is_refused(string setting)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Start(options: o =>
        {
            if (setting == nameof(AzuSessionsOptions.Secret)) o.Secret = EngineNode.FirstSecret;
            else o.NextSecret = EngineNode.FirstSecret;
        }));
        Assert.Contains("PreviousSecrets", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_cannot_be_read_leaves_the_keys_at_hand_in_use()
    {
        using var node = await StartRefreshingAsync();
        var browser = new CookieJar();
        await node.AddAsync(browser, "tea");
        foreach (var file in _keys.GetFiles()) await File.WriteAllTextAsync(file.FullName, "no XML at all", TestContext.Current.CancellationToken);
        await RefreshedAsync(node, KeyRingRefresher.RefreshInterval);
        Assert.Equal(["tea"], (await node.ReadAsync(browser)).Data.Items);
    }

    public void Dispose()
    {
        _operator.Dispose();
        _keys.Delete(recursive: true);
    }

    private EngineNode Start(DirectoryInfo? keys = null, Action<AzuSessionsOptions>? options = null) => new(
        _store,
        _time,
        o =>
        {
            o.Secret = null;
            o.IdleTimeout = TimeSpan.FromDays(7);
            o.AbsoluteTimeout = TimeSpan.FromDays(30);
            options?.Invoke(o);
        },
        builder =>
        {
            builder.Services.AddDataProtection().PersistKeysToFileSystem(keys ?? _keys);
            builder.UseDataProtection();
            if (options is null) builder.WithEncryption();
        });

    private EngineNode StartAs(string? discriminator, string? host) => new(_store, _time, o => o.Secret = null, builder =>
    {
        var protection = builder.Services.AddDataProtection().PersistKeysToFileSystem(_keys);
        if (discriminator is not null) protection.SetApplicationName(discriminator);
        builder.In(host is null ? null : "Production", application: host).UseDataProtection().WithEncryption();
    });

    /// <summary>Lets time pass, and waits until the node has looked at its keys again.</summary>
    private async Task RefreshedAsync(EngineNode node, TimeSpan passed)
    {
        var looks = node.Engine.KeyRefresher!.Refreshes;
        _time.Advance(passed);
        await HoldsAsync(() => node.Engine.KeyRefresher.Refreshes > looks);
    }

    private async Task<EngineNode> StartRefreshingAsync()
    {
        var node = Start();
        await node.Engine.KeyRefresher!.StartAsync(TestContext.Current.CancellationToken);
        await HoldsAsync(() => _time.ArmedTimers > 0);
        return node;
    }

    private static async Task HoldsAsync(Func<bool> condition)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var tooLate = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition()) await look.WaitForNextTickAsync(tooLate.Token);
    }
}
