namespace Azu.Sessions.TestSupport;

/// <summary>Requests with a cookie of the test's choice, and what responses say about cookies.</summary>
internal static class Wire
{
    public const string CookieName = "_session";

    /// <summary>Sends one request with exactly this cookie value; null: without a cookie.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this HttpClient client, HttpMethod method, string path, string? cookie, string name = CookieName)
    {
        using var request = new HttpRequestMessage(method, path);
        if (cookie is not null) request.Headers.Add("Cookie", $"{name}={cookie}");
        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> GetAsync(this HttpClient client, string path, string? cookie) => client.SendAsync(HttpMethod.Get, path, cookie);

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, string? cookie) => client.SendAsync(HttpMethod.Post, path, cookie);

    /// <summary>The body of a request that must succeed.</summary>
    public static async Task<string> ReadAsync(this HttpClient client, string path, string? cookie, string name = CookieName)
    {
        using var response = await client.SendAsync(HttpMethod.Get, path, cookie, name);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Does something that must succeed and set the cookie; returns its new value.</summary>
    public static async Task<string> BeginAsync(this HttpClient client, string path, string? cookie = null, string name = CookieName)
    {
        using var response = await client.SendAsync(HttpMethod.Post, path, cookie, name);
        response.EnsureSuccessStatusCode();
        return response.CookieValue(name) ?? throw new InvalidOperationException($"{path} set no cookie.");
    }

    /// <summary>The whole <c>Set-Cookie</c> line of a name; null: the response says nothing about it.</summary>
    public static string? SetCookie(this HttpResponseMessage response, string name = CookieName) =>
        response.Headers.TryGetValues("Set-Cookie", out var lines) ? lines.LastOrDefault(l => l.StartsWith(name + "=", StringComparison.Ordinal)) : null;

    /// <summary>The value that the response gives the cookie; empty: it removes it; null: it says nothing.</summary>
    public static string? CookieValue(this HttpResponseMessage response, string name = CookieName) =>
        response.SetCookie(name)?.Split(';')[0].Split('=', 2)[1];
}
