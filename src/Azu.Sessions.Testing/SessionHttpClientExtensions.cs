using System.Net;

namespace Azu.Sessions.Testing;

/// <summary>Gives the session of a test to the clients of a test host.</summary>
public static class SessionHttpClientExtensions
{
    private static readonly Uri s_testHost = new("https://localhost");

    /// <summary>
    /// Sends a session with every request of a client, in place of one that it was given before. A client of a test host, which asks
    /// <c>http://localhost</c>, asks <c>https://localhost</c> from here on: session cookies are for https.
    /// <para>
    /// The client keeps sending this cookie. Where the test signs in, signs out or rotates the token, and goes on with the same client, give the cookie
    /// to its container instead: <see cref="UseSession(CookieContainer, SessionCookie, Uri)"/>.
    /// </para>
    /// </summary>
    /// <returns>The client.</returns>
    /// <exception cref="InvalidOperationException">The client has sent requests to <c>http://localhost</c> before, so its address cannot change.</exception>
    public static HttpClient UseSession(this HttpClient client, SessionCookie cookie)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(cookie);
        if (client.BaseAddress is null or { IsDefaultPort: true, Scheme: "http", Host: "localhost" })
            client.BaseAddress = new(s_testHost, client.BaseAddress?.PathAndQuery ?? "/");
        var headers = client.DefaultRequestHeaders;
        var kept = headers.TryGetValues("Cookie", out var sent) ? sent.SelectMany(h => h.Split("; ")).Where(pair => !IsOf(cookie, pair)) : [];
        var all = string.Join("; ", [.. kept, .. cookie.Pairs]);
        headers.Remove("Cookie");
        headers.Add("Cookie", all);
        return client;
    }

    /// <summary>
    /// Puts a session into the cookies of a client. What the application's responses say about the cookie counts from then on, as in a browser.
    /// </summary>
    /// <param name="container">The cookies of the client.</param>
    /// <param name="cookie">The session.</param>
    /// <param name="address">The address of the application; null: <c>https://localhost</c>, where test hosts are asked.</param>
    /// <returns>The container.</returns>
    /// <exception cref="CookieException">The cookie has a <see cref="SessionCookieOptions.Domain"/> that <paramref name="address"/> is not in.</exception>
    public static CookieContainer UseSession(this CookieContainer container, SessionCookie cookie, Uri? address = null)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(cookie);
        var to = address ?? s_testHost;
        // The container tells by path and domain whether a later cookie of the application replaces it.
        foreach (var (name, value) in cookie.Values)
        {
            var added = new Cookie(name, value, cookie.Options.Path) { Secure = to.Scheme == Uri.UriSchemeHttps };
            if (cookie.Options.Domain is { } domain) added.Domain = domain;
            container.Add(to, added);
        }

        return container;
    }

    /// <summary>Whether a pair of name and value is this cookie or a further part of it.</summary>
    private static bool IsOf(SessionCookie cookie, string pair)
    {
        var name = cookie.Options.FullName;
        return pair.StartsWith(name, StringComparison.Ordinal) && pair.AsSpan(name.Length) is ['=', ..] or ['.', >= '1' and <= '9', '=', ..];
    }
}
