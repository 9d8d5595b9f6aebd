using System.Globalization;
using Azu.Sessions.Servers;
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
        using var connection = new RedisConnection(options, NullLogger.Instance);
        var store = new RedisStore(connection, new RedisStoreOptions(), TimeProvider.System, NullLogger.Instance);
        var record = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "alice");
        Assert.True(await store.CreateAsync(record));
        SameRecord.Assert(record, await store.FindAsync(record.Id));
        Assert.Equal(1, await store.CountAsync(SessionQuery.BySubject("alice")));
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
        ];
        for (var i = 0; i < ways.Length; i++)
        {
            await using var app = await App.StartAsync(ways[i]);
            Assert.True(await app.WorksAsync());
            Assert.Equal(i + 1, await app.Sessions.SizeAsync());
        }
        Assert.True(redis.Multiplexer.IsConnected, "The application's own connection was closed.");
        Assert.All(await redis.KeysAsync(), key => Assert.StartsWith("azu:session:", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_and_a_prefix_are_where_the_sessions_are()
    {
        await using var redis = await OwnServer.StartAsync();
        await using var app = await App.StartAsync(b => b.UseRedisStore($"redis://127.0.0.1:{redis.Server.Port}/3", r => r.KeyPrefix = "shop:"));
        Assert.True(await app.WorksAsync());
        Assert.Empty(await redis.KeysAsync());
        Assert.Single((object?[])(await redis.Server.AskAsync("EVAL", "redis.call('SELECT', 3) return redis.call('KEYS', 'shop:*')", "0"))!);
        Assert.Equal(1, await app.Sessions.SizeAsync());
    }

    [Fact]
    public async Task A_connection_of_its_own_is_closed_with_the_application()
    {
        await using var redis = await OwnServer.StartAsync();
        await using (var app = await App.StartAsync(b => b.UseRedisStore(redis.Server.Configuration + ",name=ours"))) Assert.True(await app.WorksAsync());
        await Eventually.HoldsAsync(async () => !((string)(await redis.Server.AskAsync("CLIENT", "LIST"))!).Contains("name=ours", StringComparison.Ordinal));
    }

    /// <summary>What the client leaves behind now and then when a connection breaks while it is being established: it waits for good.</summary>
    [Fact]
    public async Task A_client_that_does_not_find_back_is_replaced()
    {
        await using var redis = await OwnServer.StartAsync();
        await using var proxy = new FaultProxy(redis.Server.Port);
        await using var app = await App.StartAsync(b => b.UseRedisStore($"127.0.0.1:{proxy.Port},connectTimeout=1000").WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5)));
        Assert.True(await app.WorksAsync());
        var greeting = proxy.HoldReply("redis_version");
        proxy.CutAll();
        await greeting.Arrived;
        Assert.False(await app.WorksAsync());
        // By itself it would ask whether anybody is still there after 60 s.
        await Eventually.HoldsAsync(app.WorksAsync);
        await Eventually.HoldsAsync(async () => (await app.Sessions.GetStatisticsAsync()).NearCache!.IsLeaseHeld == true);
        // What was left behind is closed: of each client there are two connections.
        greeting.Release();
        await Eventually.HoldsAsync(() => Task.FromResult(proxy.OpenConnections <= 2));
    }

    [Fact]
    public async Task A_second_server_for_the_same_sessions_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => App.StartAsync(b => b.UseRedisStore("localhost:1", r => r.KeyPrefix = "a:").UseRedisStore("localhost:2", r => r.KeyPrefix = "b:")));

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
            builder.Services.AddAzuSessionsCore<SessionItems>(o => (o.Cookie.Name, o.Secret) = ("_other", App.NewSecret())).UseRedisStore(redis.Multiplexer, r => r.KeyPrefix = prefix);
        }
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RedisStoreOptions { KeyPrefix = "" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisStoreOptions { WaitForReplicas = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedisStoreOptions { ReplicaTimeout = TimeSpan.Zero });
    }
}
