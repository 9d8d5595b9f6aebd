using Azu.Sessions;
using Azu.Sessions.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Azu.Cli;

/// <summary>
/// The sessions of an application, opened by the same library that the application uses. Lists, counts and removals need nothing but the store;
/// encrypted data needs the application's identity, and so do messages to its nodes.
/// </summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private const string Host = "__Host-";

    private readonly ServiceProvider _services;

    private OpenStore(ServiceProvider services) => _services = services;

    public SessionManager<SessionItems> Sessions => _services.GetRequiredService<SessionManager<SessionItems>>();

    /// <summary>Opens it for work that needs no key.</summary>
    public static OpenStore At(StoreLocation location) => Open(location, null, null);

    /// <summary>Opens it with the keys of an application that encrypts the data of its sessions.</summary>
    /// <exception cref="InsecureSecretException">The secret is none.</exception>
    public static OpenStore Decrypting(StoreLocation location, SessionIdentity identity, string cookie) => Open(location, identity, cookie, isEncrypted: true);

    /// <summary>
    /// Opens it so that each session that ends is announced to the nodes with copies. A SQLite file has no such nodes. Without an identity, or with a wrong
    /// one, nodes cannot verify an announcement. They forget the copy that it names all the same.
    /// </summary>
    public static OpenStore Announcing(StoreLocation location, SessionIdentity? identity)
    {
        if (identity is null) return Open(location, null, null, isAnnouncing: true);
        var store = Open(location, identity, identity.CookieNames[0], isAnnouncing: true);
        try
        {
            // Options are checked when the engine is made.
            _ = store.Sessions;
            return store;
        }
        catch (Exception e) when (e is InsecureSecretException or OptionsValidationException)
        {
            store._services.Dispose();
            return Announcing(location, null);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static OpenStore Open(StoreLocation location, SessionIdentity? identity, string? cookie, bool isEncrypted = false, bool isAnnouncing = false)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        var sessions = services.AddAzuSessionsCore(options =>
        {
            // Where nothing is decrypted, any secret works.
            options.Secret = identity?.Secret ?? SessionSecrets.Generate();
            options.ApplicationName = identity?.Application;
            if (cookie is null) return;
            options.Cookie.UseHostPrefix = cookie.StartsWith(Host, StringComparison.Ordinal);
            options.Cookie.Name = options.Cookie.UseHostPrefix == true ? cookie[Host.Length..] : cookie;
            options.Cookie.SecurePolicy = CookieSecurity.Always;
        });
        sessions.WithResilience(resilience =>
        {
            // No page waits for the answer, and the network may be slow.
            resilience.AttemptTimeout = TimeSpan.FromSeconds(10);
            resilience.TotalTimeout = TimeSpan.FromSeconds(15);
            resilience.IndexTimeout = TimeSpan.FromMinutes(5);
        });
        sessions.WithEncryption(encryption => encryption.IsEnabled = isEncrypted);
        Choose(sessions, location);
        if (isAnnouncing) sessions.AnnounceChanges();
        return new(services.BuildServiceProvider());
    }

    private static void Choose(AzuSessionsBuilder<SessionItems> sessions, StoreLocation location)
    {
        if (location.Backend == SessionBackend.Database)
        {
            StoreEnvironment.Using(StoreVariable.DatabaseUrl, () => sessions.UseDatabaseStore(location.Url, location.Configure));
            return;
        }

        StoreEnvironment.Using(StoreVariable.RedisUrl, () => sessions.UseRedisStore(location.Url, r => r.KeyPrefix = location.KeyPrefix));
    }
}
