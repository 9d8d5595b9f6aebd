using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Testing;

/// <summary>Creates sessions in an application that a test hosts.</summary>
public static class SessionCookieServiceProviderExtensions
{
    /// <summary>
    /// Stores a new session where the application keeps its sessions, and returns its cookie. Any store and any session type will do.
    /// <see cref="SessionHttpClientExtensions.UseSession(HttpClient, SessionCookie)"/> gives it to a client.
    /// </summary>
    /// <param name="services">The services of the application: <c>factory.Services</c>, <c>app.Services</c> or <c>server.Services</c>.</param>
    /// <param name="data">What the session holds.</param>
    /// <param name="subject">The account that is signed in; null: the session is anonymous.</param>
    /// <param name="client">The client, where sessions are bound to clients. It must be what the application sees of the test's client.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    /// <exception cref="InvalidOperationException">The application has no sessions of that type.</exception>
    /// <exception cref="SessionBindingException">Sessions are bound to clients, and <paramref name="client"/> does not show what they are bound to.</exception>
    /// <exception cref="SessionLimitExceededException">The subject has too many sessions, and the application refuses more.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public static async ValueTask<SessionCookie> CreateSessionCookieAsync<TData>(this IServiceProvider services, TData data, string? subject = null,
        SessionClient? client = null, CancellationToken cancellationToken = default) where TData : notnull
    {
        ArgumentNullException.ThrowIfNull(services);
        var manager = services.GetService<SessionManager<TData>>() ?? throw new InvalidOperationException($"The application has no sessions of " +
            $"{typeof(TData).Name}. Create one of a type that it adds with AddAzuSessions.");
        var options = services.GetRequiredService<SessionEngine<TData>>().Options;
        var created = await manager.CreateAsync(data, subject, client, cancellationToken);
        var values = new CookieChunks(options).Split(created.Token).ToDictionary(c => options.Cookie.FullName + c.Suffix, c => c.Value);
        return new(created.Session.Id, options.Cookie, values);
    }
}
