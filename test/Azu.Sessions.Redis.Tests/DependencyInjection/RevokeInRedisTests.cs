using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The list of revocations as an application registers it.</summary>
public sealed class RevokeInRedisTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("connection")]
    [InlineData("services")]
    [InlineData("registered")]
    public async Task Whatever_leads_to_the_server_the_list_is_kept_there_under_a_prefix_of_its_own(string way)
    {
        await using var redis = await OwnServer.StartAsync();
        await using (var app = await App.StartAsync(b => b.UseCookieStore(c =>
        {
            switch (way)
            {
                case "registered":
                    b.Services.AddSingleton<IConnectionMultiplexer>(redis.Multiplexer);
                    c.RevokeInRedis();
                    break;
                case "text":
                    c.RevokeInRedis(redis.Server.Configuration);
                    break;
                case "connection":
                    c.RevokeInRedis(redis.Multiplexer);
                    break;
                default:
                    c.RevokeInRedis(_ => redis.Multiplexer);
                    break;
            }
        })))
        {
            await app.Sessions.CreateAsync(new(), "alice");
            Assert.StartsWith("azu:revoked:", Assert.Single(await redis.KeysAsync()), StringComparison.Ordinal);
            var before = (byte[])(await redis.Multiplexer.GetDatabase().StringGetAsync((await redis.KeysAsync())[0]))!;
            await app.Sessions.RevokeSubjectAsync("alice");
            Assert.NotEqual(before, (byte[])(await redis.Multiplexer.GetDatabase().StringGetAsync((await redis.KeysAsync())[0]))!);
        }

        // The application's own connection stays open.
        Assert.True(redis.Multiplexer.IsConnected);
    }

    [Fact]
    public async Task A_list_under_the_prefix_of_a_session_type_is_refused_at_start_up()
    {
        await using var redis = await OwnServer.StartAsync();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => App.StartAsync(b => UseBoth(b, "azu:session:")));
        Assert.Contains("RevokeInRedis", thrown.Message, StringComparison.Ordinal);
        await using var app = await App.StartAsync(b => UseBoth(b, "azu:out:"));
        Assert.True(await SignsInAsync(app));

        void UseBoth(AzuSessionsBuilder<Cart> builder, string prefix)
        {
            builder.UseCookieStore(c => c.RevokeInRedis(redis.Multiplexer, r => r.KeyPrefix = prefix));
            builder.Services.AddAzuSessionsCore<SessionItems>(o => (o.Cookie.Name, o.Secret) = ("_other", App.NewSecret())).UseRedisStore(redis.Multiplexer);
        }
    }

    [Fact]
    public async Task Two_session_types_share_a_list_and_sign_out_apart()
    {
        await using var redis = await OwnServer.StartAsync();
        await using var app = await App.StartAsync(b =>
        {
            b.UseCookieStore(c => c.RevokeInRedis(redis.Multiplexer));
            b.Services.AddAzuSessionsCore<SessionItems>(o => (o.Cookie.Name, o.Secret) = ("_other", App.NewSecret()))
                .UseCookieStore(c => c.RevokeInRedis(redis.Multiplexer));
        });
        await app.Sessions.CreateAsync(new(), "alice");
        await app.Service<SessionManager<SessionItems>>().CreateAsync(new(), "alice");
        Assert.Equal(2, (await redis.KeysAsync()).Count);
    }

    [Fact]
    public void An_address_that_cannot_be_understood_is_refused_where_it_is_written() =>
        Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddAzuSessionsCore<Cart>().UseCookieStore(c => c.RevokeInRedis("redis://")));

    private static async Task<bool> SignsInAsync(App app) => (await app.Sessions.CreateAsync(new(), "alice")).Token.Length > 0;
}
