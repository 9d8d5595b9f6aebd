using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>The connection that an application shares among everything that uses Redis.</summary>
internal static class RegisteredMultiplexer
{
    /// <exception cref="InvalidOperationException">None is registered; the message says how to register one.</exception>
    public static IConnectionMultiplexer Find(IServiceProvider services) =>
        services.GetService<IConnectionMultiplexer>() ?? throw new InvalidOperationException(
            "No IConnectionMultiplexer is registered for the sessions in Redis. Register one: builder.Services.AddSingleton<IConnectionMultiplexer>(…). Or " +
                "name the server: UseRedisStore(\"localhost:6379\"), and likewise for RevokeInRedis.");
}
