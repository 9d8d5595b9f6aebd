using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>
/// Finds cookies in the raw <c>Cookie</c> header, by their exact name. ASP.NET Core's own collection compares names without case,
/// percent-decodes values to control characters, and lets the last duplicate win; none of that may decide which visitor it is.
/// </summary>
internal static class CookieHeader
{
    // Another host of the same domain can plant cookies of our name, but not make us compute without end.
    public const int MaxCandidates = 4;

    /// <summary>The values of the cookies of exactly this name, in their order; no more than one more than <see cref="MaxCandidates"/>.</summary>
    public static Candidates ValuesOf(HttpRequest request, string name)
    {
        var found = default(Candidates);
        foreach (var header in request.Headers.Cookie)
        {
            if (header is null) continue;
            for (var at = 0; at < header.Length && found.Count <= MaxCandidates;)
            {
                var end = header.IndexOf(';', at);
                if (end < 0) end = header.Length;
                if (ValueOf(header.AsMemory(at, end - at), name) is { } value) found.Add(value);
                at = end + 1;
            }
        }

        return found;
    }

    /// <summary>The value of a <c>name=value</c> pair of exactly this name; a pair of another name, or without one, is none.</summary>
    private static ReadOnlyMemory<char>? ValueOf(ReadOnlyMemory<char> pair, string name)
    {
        var trimmed = pair.TrimStart(" \t");
        if (trimmed.Length <= name.Length || trimmed.Span[name.Length] != '=' || !trimmed.Span.StartsWith(name, StringComparison.Ordinal)) return null;
        return trimmed[(name.Length + 1)..].TrimEnd(" \t");
    }

    /// <summary>Values of cookies of one name. One is the rule, and takes no list.</summary>
    internal struct Candidates
    {
        private ReadOnlyMemory<char> _first;
        private List<ReadOnlyMemory<char>>? _others;

        public int Count { get; private set; }

        public readonly ReadOnlyMemory<char> this[int index] => index == 0 ? _first : _others![index - 1];

        public void Add(ReadOnlyMemory<char> value)
        {
            if (Count++ == 0) _first = value;
            else (_others ??= []).Add(value);
        }
    }
}
