using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions;

/// <summary>How sessions are kept in the cookie itself.</summary>
public sealed class CookieStoreOptions
{
    internal CookieStoreOptions(IServiceCollection services, string optionsName, IConfigurationSection? configuration) =>
        (Services, OptionsName, Configuration) = (services, optionsName, configuration);

    /// <summary>The application's services, for a package that brings a store for the list of revocations.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name under which <c>IOptionsMonitor</c> has the options of that store.</summary>
    public string OptionsName { get; }

    /// <summary>The section that configures that store: the part <c>Revocations</c> of the sessions' section. Null: code does.</summary>
    public IConfigurationSection? Configuration { get; }

    /// <summary>Finds the store of the list of revocations; null: there is no list.</summary>
    internal Func<IServiceProvider, ISessionStore>? RevocationStore { get; private set; }

    /// <summary>
    /// Keeps a list of what was signed out and revoked in a server-side store, and reads it once with each request and each sign-in. Without it a copy of
    /// a cookie stays valid after sign-out, until the times inside it end. The store stays the application's, and holds nothing but the list. Needs
    /// <see cref="AzuSessionsOptions.AbsoluteTimeout"/>. Cookies that were signed in before the list was there are refused. (OWASP ASVS 5.0, 7.4.1)
    /// </summary>
    /// <exception cref="InvalidOperationException">The list has a store already.</exception>
    public void RevokeIn(ISessionStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Choose(_ => store);
    }

    /// <summary>
    /// The same with the store that <paramref name="store"/> makes, once. The service container disposes it with the application.
    /// </summary>
    /// <inheritdoc cref="RevokeIn(ISessionStore)"/>
    public void RevokeIn(Func<IServiceProvider, ISessionStore> store)
    {
        ArgumentNullException.ThrowIfNull(store);
        var key = new object();
        Choose(services => services.GetRequiredKeyedService<ISessionStore>(key));
        Services.AddKeyedSingleton(key, (services, _) => store(services));
    }

    private void Choose(Func<IServiceProvider, ISessionStore> store)
    {
        if (RevocationStore is not null)
            throw new InvalidOperationException("Two stores were chosen for the list of revocations, and it is kept in one. Keep one of the calls of " +
                "RevokeIn, RevokeInRedis and RevokeInDatabase.");
        RevocationStore = store;
    }
}
