using Azu.Sessions;
using Azu.Sessions.Database;
using Azu.Sessions.Redis;
using Azu.Sessions.Stores;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps sessions where the environment says.</summary>
public static class AzuSessionsStoreEnvironmentExtensions
{
    /// <summary>
    /// Keeps sessions where <c>SESSION_BACKEND</c> says: <c>redis</c> (the default, at <c>REDIS_URL</c>), <c>database</c> (at <c>DATABASE_URL</c>),
    /// <c>memory</c> or <c>cookie</c>. <c>SESSION_KEY_PREFIX</c>, <c>SESSION_TABLE</c> and <c>SESSION_SCHEMA</c> name keys and tables.
    /// </summary>
    /// <param name="builder">The sessions.</param>
    /// <param name="configuration">Where the variables are looked up, such as <c>builder.Configuration</c>; null: the environment of the process.</param>
    /// <param name="redis">More about sessions in Redis; goes before what the environment says.</param>
    /// <param name="database">More about sessions in a database; goes before what the environment says.</param>
    /// <exception cref="InvalidOperationException">A variable is missing or unusable. The message names it and shows its right form, and never its
    /// value.</exception>
    public static AzuSessionsBuilder<TData> UseStoreFromEnvironment<TData>(
        this AzuSessionsBuilder<TData> builder, IConfiguration? configuration = null, Action<RedisStoreOptions>? redis = null,
            Action<DatabaseStoreOptions>? database = null)
        where TData : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        var environment = new StoreEnvironment(configuration is null ? Environment.GetEnvironmentVariable : name => configuration[name]);
        return (environment.Backend ?? SessionBackend.Redis) switch
        {
            SessionBackend.Memory => builder.UseMemoryStore(),
            SessionBackend.Cookie => builder.UseCookieStore(),
            SessionBackend.Database => builder.UseDatabase(environment, database),
            _ => builder.UseRedis(environment, redis),
        };
    }

    private static AzuSessionsBuilder<TData> UseRedis<TData>(this AzuSessionsBuilder<TData> builder, StoreEnvironment environment,
        Action<RedisStoreOptions>? configure)
        where TData : notnull
    {
        var url = environment.Url(StoreVariable.RedisUrl);
        return StoreEnvironment.Using(StoreVariable.RedisUrl, () => builder.UseRedisStore(url, options =>
        {
            if (environment.KeyPrefix is { } prefix) options.KeyPrefix = prefix;
            configure?.Invoke(options);
        }));
    }

    private static AzuSessionsBuilder<TData> UseDatabase<TData>(this AzuSessionsBuilder<TData> builder, StoreEnvironment environment,
        Action<DatabaseStoreOptions>? configure)
        where TData : notnull
    {
        var url = environment.Url(StoreVariable.DatabaseUrl);
        return StoreEnvironment.Using(StoreVariable.DatabaseUrl, () => builder.UseDatabaseStore(url, options =>
        {
            options.Table = environment.Table ?? options.Table;
            options.Schema = environment.Schema ?? options.Schema;
            configure?.Invoke(options);
        }));
    }
}
