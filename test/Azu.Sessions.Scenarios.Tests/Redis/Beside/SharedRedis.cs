using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Registers Microsoft's three Redis packages and sessions, as documents show it.</summary>
internal static class SharedRedis
{
    /// <summary>Everything over one connection.</summary>
    public static async Task<IConnectionMultiplexer> AddOverOneConnectionAsync(IHostApplicationBuilder builder, string address)
    {
        // <readme>
        var redis = await ConnectionMultiplexer.ConnectAsync(address);
        builder.Services.AddSingleton<IConnectionMultiplexer>(redis);

        builder.Services.AddStackExchangeRedisCache(o =>
        {
            o.InstanceName = "shop:cache:";
            o.ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(redis);
        });
        builder.Services.AddSignalR().AddStackExchangeRedis(o => o.ConnectionFactory = _ => Task.FromResult<IConnectionMultiplexer>(redis));
        builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis(redis, "shop:keys");
        builder.Services.AddAzuSessions<Visitor>(builder.Configuration.GetSection("Sessions"))
            .UseRedisStore(r => r.KeyPrefix = "shop:session:")
            .WithNearCache();
        // </readme>
        return redis;
    }

    /// <summary>Each over a connection of its own. Returns the one of Data Protection, which takes no address.</summary>
    public static async Task<IConnectionMultiplexer> AddOverOwnConnectionsAsync(IHostApplicationBuilder builder, string address)
    {
        var keys = await ConnectionMultiplexer.ConnectAsync(address);
        builder.Services.AddStackExchangeRedisCache(o => (o.InstanceName, o.Configuration) = ("shop:cache:", address));
        builder.Services.AddSignalR().AddStackExchangeRedis(address);
        builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis(keys, "shop:keys");
        builder.Services.AddAzuSessions<Visitor>(builder.Configuration.GetSection("Sessions")).UseRedisStore(address, r => r.KeyPrefix = "shop:session:")
            .WithNearCache();
        return keys;
    }
}
