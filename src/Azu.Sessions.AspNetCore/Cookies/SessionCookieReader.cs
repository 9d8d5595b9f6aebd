using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>
/// Finds the session cookie in the raw <c>Cookie</c> header, by its exact name. ASP.NET Core's own collection compares names without case,
/// percent-decodes values to control characters, and lets the last duplicate win; none of that may decide who a visitor is.
/// </summary>
internal static class SessionCookieReader
{
    // Somebody else on the same domain can plant cookies of our name, but not make us compute without end.
    private const int MostCandidates = 4;

    /// <summary>Several cookies of the name: if exactly one verifies, it is that one; if two do, it is none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The full name of the cookie.</param>
    /// <param name="tokens">Checks the values.</param>
    /// <param name="presented">The value that verified, and what it says.</param>
    public static TokenReading Read(HttpRequest request, string name, TokenProtector tokens, out PresentedToken presented)
    {
        presented = default;
        var result = TokenReading.Absent;
        var candidates = 0;
        foreach (var header in request.Headers.Cookie)
        {
            if (header is null) continue;
            for (var at = 0; at < header.Length;)
            {
                var end = header.IndexOf(';', at);
                if (end < 0) end = header.Length;
                var value = ValueOf(header.AsMemory(at, end - at), name);
                at = end + 1;
                if (value is null) continue;
                if (++candidates > MostCandidates) return Refused(TokenReading.Ambiguous, out presented);

                var reading = tokens.Read(value.Value.Span, out var token);
                if (reading == TokenReading.Valid && result == TokenReading.Valid && !value.Value.Span.SequenceEqual(presented.Value.Span)) return Refused(TokenReading.Ambiguous, out presented);
                if (reading == TokenReading.Valid) presented = new(value.Value, token);
                if (result != TokenReading.Valid) result = reading;
            }
        }

        return result;
    }

    /// <summary>The value of a <c>name=value</c> pair of exactly this name; a pair of another name, or without one, is none.</summary>
    private static ReadOnlyMemory<char>? ValueOf(ReadOnlyMemory<char> pair, string name)
    {
        var trimmed = pair.TrimStart(" \t");
        if (trimmed.Length <= name.Length || trimmed.Span[name.Length] != '=' || !trimmed.Span.StartsWith(name, StringComparison.Ordinal)) return null;
        return trimmed[(name.Length + 1)..].TrimEnd(" \t");
    }

    private static TokenReading Refused(TokenReading reading, out PresentedToken presented)
    {
        presented = default;
        return reading;
    }
}
