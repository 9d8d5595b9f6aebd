using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>
/// Reads the session cookie. If several cookies have its name, the one that verifies is used. If two different values verify, none is used.
/// </summary>
internal static class SessionCookieReader
{
    /// <param name="request">The request.</param>
    /// <param name="options">Name the cookie.</param>
    /// <param name="format">Checks the values.</param>
    /// <param name="presented">The value that verified, and what it says.</param>
    public static TokenReading Read(HttpRequest request, AzuSessionsOptions options, ISessionCookieFormat format, out ParsedToken presented)
    {
        presented = default;
        var candidates = CookieHeader.ValuesOf(request, options.Cookie.FullName);
        if (candidates.Count > CookieHeader.MaxCandidates) return TokenReading.Ambiguous;
        var result = TokenReading.Absent;
        for (var i = 0; i < candidates.Count; i++)
        {
            var value = options.Cookie.Chunking ? Joined(request, options.Cookie.FullName, candidates[i]) : candidates[i];
            var reading = format.Read(value.Span, out var token);
            if (reading == TokenReading.Valid && result == TokenReading.Valid && !value.Span.SequenceEqual(presented.Value.Span))
            {
                presented = default;
                return TokenReading.Ambiguous;
            }

            if (reading == TokenReading.Valid) presented = new(value, token);
            if (result != TokenReading.Valid) result = reading;
        }

        return result;
    }

    /// <summary>The value that several cookies hold together. A chunk that is missing or there twice leaves nothing that could open.</summary>
    private static ReadOnlyMemory<char> Joined(HttpRequest request, string name, ReadOnlyMemory<char> first)
    {
        if (!CookieChunks.IsFirst(first.Span, out var count)) return first;
        var value = CookieChunks.ContentOfFirst(first.Span).ToString();
        for (var i = 1; i < count; i++)
        {
            var chunk = CookieHeader.ValuesOf(request, name + CookieChunks.SuffixOf(i));
            if (chunk.Count != 1) return default;
            value += chunk[0].ToString();
        }

        return value.AsMemory();
    }
}
