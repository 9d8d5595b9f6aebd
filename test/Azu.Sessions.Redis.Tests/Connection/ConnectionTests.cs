using Microsoft.Extensions.Options;
using System.Globalization;
using Azu.Sessions.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The ways to Redis, each tried on a server that goes that way.</summary>
public sealed class ConnectionTests
{
    [Fact]
    [Trait("Requirement", "R-75")]
    public async Task Sessions_are_kept_over_TLS_with_a_password()
    {
        await using var redis = await RedisServer.StartAsync(password: "p@ss,word", isTls: true);
        var options = RedisAddress.Parse($"rediss://:{Uri.EscapeDataString("p@ss,word")}@localhost:{redis.Port}");
        options.CertificateValidation += (_, _, _, _) => true; // nobody vouches for the test's certificate
        using var connection = new RedisConnection(options);
        var store = new RedisStore(connection, new RedisStoreOptions(), TimeProvider.System, NullLogger.Instance);
        var record = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "alice");
        Assert.True(await store.CreateAsync(record));
        SameRecord.Assert(record, await store.FindAsync(record.Id));
        Assert.Equal(1, await store.CountAsync(SessionQuery.BySubject("alice")));
    }

    /// <summary>Announcements come over TLS too, and to a user who has the documented rights.</summary>
    [Theory]
    [InlineData("resp2")]
    [InlineData("resp3")]
    [Trait("Requirement", "R-75")]
    public async Task Commands_and_the_subscription_go_over_TLS_as_a_user_with_limited_rights(string protocol)
    {
        await using var redis = await RedisServer.StartAsync(password: "of-the-tests", isTls: true);
        await Rights.GrantAsync(redis, "every store", "a near cache", "the client itself");
        var options = RedisAddress.Parse(
            $"localhost:{redis.Port},ssl=true,sslHost=localhost,user={Rights.User},password={Rights.Password},protocol={protocol}");
        options.CertificateValidation += (_, _, _, _) => true; // nobody vouches for the test's certificate
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        await using var app = await App.StartAsync(b => b.UseRedisStore(multiplexer).WithNearCache(App.Leased));
        Assert.True(await app.WorksAsync());
        await Eventually.HoldsAsync(app.HoldsLeaseAsync);
        Assert.Equal(1L, await redis.AskAsync("PUBSUB", "NUMPAT"));
        var clients = ((string)(await redis.AskAsync("CLIENT", "LIST"))!).Split('\n').Where(c => c.Contains("psub=1", StringComparison.Ordinal));
        Assert.Contains($"user={Rights.User}", Assert.Single(clients), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        await using var redis = await RedisServer.StartAsync(isTls: true);
        await using var app = await App.StartAsync(b => b.UseRedisStore($"rediss://localhost:{redis.Port}"));
        Assert.False(await app.WorksAsync());
    }

    [Fact]
    public async Task Every_form_of_address_and_the_applications_own_connection_lead_to_the_same_sessions()
    {
        await using var redis = await OwnServer.StartAsync();
        var port = redis.Server.Port.ToString(CultureInfo.InvariantCulture);
        Action<AzuSessionsBuilder<Cart>>[] ways =
        [
            b => b.UseRedisStore($"127.0.0.1:{port}"),
            b => b.UseRedisStore($"redis://127.0.0.1:{port}"),
            b => b.UseRedisStore($"redis://127.0.0.1:{port}/0"),
            b => b.UseRedisStore(redis.Multiplexer),
            b => b.UseRedisStore(_ => redis.Multiplexer),
            // A call could be the options of UseRedisStore as well.
            b => b.UseRedisStore(_ => Open()),
            b =>
            {
                b.Services.AddSingleton<IConnectionMultiplexer>(redis.Multiplexer);
                b.UseRedisStore();
            },
        ];
        for (var i = 0; i < ways.Length; i++)
        {
            await using var app = await App.StartAsync(ways[i]);
            Assert.True(await app.WorksAsync());
            Assert.Equal(i + 1, await app.Sessions.CountAsync());
        }
        Assert.True(redis.Multiplexer.IsConnected, "The application's own connection was closed.");
        Assert.All(await redis.KeysAsync(), key => Assert.StartsWith("azu:session:", key, StringComparison.Ordinal));

        IConnectionMultiplexer Open() => redis.Multiplexer;
    }

    [Fact]
    public async Task A_database_and_a_prefix_are_where_the_sessions_are()
    {
        await using var redis = await OwnServer.StartAsync();
        await using var app = await App.StartAsync(b => b.UseRedisStore($"redis://127.0.0.1:{redis.Server.Port}/3", r => r.KeyPrefix = "shop:"));
        Assert.True(await app.WorksAsync());
        Assert.Empty(await redis.KeysAsync());
        Assert.Single((object?[])(await redis.Server.AskAsync("EVAL", "redis.call('SELECT', 3) return redis.call('KEYS', 'shop:*')", "0"))!);
        Assert.Equal(1, await app.Sessions.CountAsync());
    }

    [Fact]
    public async Task A_connection_of_its_own_is_closed_with_the_application()
    {
        await using var redis = await OwnServer.StartAsync();
        await using (var app = await App.StartAsync(b => b.UseRedisStore(redis.Server.Configuration + ",name=ours"))) Assert.True(await app.WorksAsync());
        await Eventually.HoldsAsync(async () => !((string)(await redis.Server.AskAsync("CLIENT", "LIST"))!).Contains("name=ours", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_server_for_the_same_sessions_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            App.StartAsync(b => b.UseRedisStore("localhost:1", r => r.KeyPrefix = "a:").UseRedisStore("localhost:2", r => r.KeyPrefix = "b:")));

    [Fact]
    public async Task Two_session_types_under_one_prefix_are_refused_at_start_up()
    {
        await using var redis = await OwnServer.StartAsync();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => App.StartAsync(b => UseTwo(b, "azu:session:")));
        Assert.Contains("KeyPrefix", thrown.Message, StringComparison.Ordinal);
        await using var app = await App.StartAsync(b => UseTwo(b, "azu:admin:"));
        Assert.True(await app.WorksAsync());

        void UseTwo(AzuSessionsBuilder<Cart> builder, string prefix)
        {
            builder.UseRedisStore(redis.Multiplexer);
            builder.Services.AddAzuSessionsCore<SessionItems>(o => (o.Cookie.Name, o.Secret) = ("_other", App.NewSecret()))
                .UseRedisStore(redis.Multiplexer, r => r.KeyPrefix = prefix);
        }
    }

    public static TheoryData<string, Action<RedisStoreOptions>> Refused { get; } = new()
    {
        { "KeyPrefix", r => r.KeyPrefix = "" },
        { "WaitForReplicas", r => r.WaitForReplicas = -1 },
        { "ReplicaTimeout", r => r.ReplicaTimeout = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Options_that_make_no_sense_stop_the_start_and_are_named(string named, Action<RedisStoreOptions> configure)
    {
        var store = await Assert.ThrowsAsync<OptionsValidationException>(() => App.StartAsync(b => b.UseRedisStore("localhost:1", configure)));
        Assert.Contains(named, store.Message, StringComparison.Ordinal);
        var list = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            App.StartAsync(b => b.UseCookieStore(c => c.RevokeInRedis("localhost:1", configure))));
        Assert.Contains(named, list.Message, StringComparison.Ordinal);
    }
}
