using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Azu.Sessions.Redis;

/// <summary>What every UseRedisStore registers.</summary>
internal static class RedisRegistration
{
    /// <summary>Registers a store, and returns what finds it.</summary>
    public static Func<IServiceProvider, RedisStore> AddRedis<TData>(this AzuSessionsBuilder<TData> builder, Func<IServiceProvider, RedisConnection> connect, Action<RedisStoreOptions>? configure)
        where TData : notnull
    {
        var options = new RedisStoreOptions();
        configure?.Invoke(options);
        builder.Services.TryAddSingleton<RedisPrefixes>();
        var isFirst = builder.Services.All(service => service.ServiceType != typeof(RedisSessions<TData>));
        builder.Services.Replace(ServiceDescriptor.Singleton(services => new RedisSessions<TData>(services, options, connect)));
        if (isFirst) builder.Services.AddSingleton<IHostedService>(services => services.GetRequiredService<RedisSessions<TData>>().Check);
        return services => services.GetRequiredService<RedisSessions<TData>>().Store;
    }
}
