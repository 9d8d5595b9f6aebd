using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.Redis;

/// <summary>How everything that is kept in Redis makes its store: sessions, and lists of revocations.</summary>
/// <param name="Services">The application's services.</param>
/// <param name="OptionsName">The name of the store's options.</param>
/// <param name="Configuration">The section that has a part <c>RedisStore</c>; null: code configures.</param>
/// <param name="Type">The session type, or what else is kept.</param>
internal sealed record RedisRegistration(IServiceCollection Services, string OptionsName, IConfigurationSection? Configuration, string Type)
{
    public static RedisRegistration Of<TData>(AzuSessionsBuilder<TData> builder) where TData : notnull =>
        new(builder.Services, builder.OptionsName, builder.Configuration, typeof(TData).Name);

    /// <summary>Registers a connection and a store of its own, and returns what finds the store.</summary>
    /// <param name="connect">Makes the connection.</param>
    /// <param name="defaults">Sets what goes before the section; null: nothing.</param>
    /// <param name="configure">Sets what goes after it; null: nothing.</param>
    public Func<IServiceProvider, RedisStore> Add(Func<IServiceProvider, RedisConnection> connect, Action<RedisStoreOptions>? defaults,
        Action<RedisStoreOptions>? configure)
    {
        var (name, type) = (OptionsName, Type);
        if (defaults is not null) Services.Configure(name, defaults);
        if (Configuration is { } section) Services.Configure<RedisStoreOptions>(name, options => section.GetSection("RedisStore").Bind(options));
        if (configure is not null) Services.Configure(name, configure);
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisStoreOptions>, RedisStoreOptionsValidator>());
        Services.TryAddSingleton<RedisPrefixes>();
        var isFirst = Services.All(service => service.ServiceType != typeof(RedisSessions) || !name.Equals(service.ServiceKey));
        Services.RemoveAllKeyed<RedisSessions>(name);
        Services.AddKeyedSingleton(name, (services, _) =>
            new RedisSessions(services, services.GetRequiredService<IOptionsMonitor<RedisStoreOptions>>().Get(name), connect, type));
        if (isFirst) Services.AddSingleton<IHostedService>(services => services.GetRequiredKeyedService<RedisSessions>(name).Check);
        return services => services.GetRequiredKeyedService<RedisSessions>(name).Store;
    }
}
