using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Azu.Sessions;

/// <summary>
/// Finds the headers that were added to a response, and gives them to the response that takes its place. What describes the body, or says how long it
/// keeps, belongs to the response that is gone. Pure.
/// </summary>
internal static class AddedHeaders
{
    private static readonly HashSet<string> s_ofTheBody = new(StringComparer.OrdinalIgnoreCase) { "Cache-Control", "Date", "ETag", "Expires", "Last-Modified",
        "Pragma" };

    public static KeyValuePair<string, StringValues>[] Snapshot(IHeaderDictionary headers) => [.. headers];

    public static IReadOnlyList<KeyValuePair<string, StringValues>> Since(KeyValuePair<string, StringValues>[] before, IHeaderDictionary now)
    {
        var added = new List<KeyValuePair<string, StringValues>>();
        foreach (var (name, values) in now)
        {
            if (IsOfTheBody(name)) continue;
            var old = Array.Find(before, h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            if (Behind(old, values) is { Count: > 0 } rest) added.Add(new(name, rest));
        }

        return added;
    }

    /// <summary>Adds what is missing. A header of the new response stays, but for those that can hold several values.</summary>
    public static void Restore(IReadOnlyList<KeyValuePair<string, StringValues>> added, IHeaderDictionary headers)
    {
        foreach (var (name, values) in added)
        {
            var there = headers[name];
            if (there.Count == 0) headers[name] = values;
            else if (IsList(name)) headers[name] = StringValues.Concat(there, values.Except(there, StringComparer.Ordinal).ToArray());
        }
    }

    /// <summary>Of a header that was there before, the values that came behind the old ones; all of them where the old ones changed.</summary>
    private static StringValues Behind(StringValues old, StringValues now)
    {
        if (old.Count == 0) return now;
        for (var i = 0; i < old.Count; i++)
        {
            if (i >= now.Count || !string.Equals(old[i], now[i], StringComparison.Ordinal)) return now;
        }

        return now.Skip(old.Count).ToArray();
    }

    private static bool IsOfTheBody(string name) =>
        s_ofTheBody.Contains(name)
        || (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("Content-Security-Policy", StringComparison.OrdinalIgnoreCase));

    private static bool IsList(string name) =>
        name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) || name.Equals("Vary", StringComparison.OrdinalIgnoreCase);
}
