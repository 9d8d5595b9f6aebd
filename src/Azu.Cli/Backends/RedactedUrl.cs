using System.Data.Common;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>Where a store is, without what is secret. Only parts that are known to be harmless are shown, so nothing has to be found and blacked out.</summary>
internal static class RedactedUrl
{
    private static readonly string[] s_pairs = ["host", "server", "port", "database", "db", "username", "user id", "user", "data source", "datasource", "filename"];
    private static readonly string[] s_redis = ["ssl", "defaultdatabase", "servicename"];

    public static string Of(SessionBackend backend, string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0) return OfUrl(url[..scheme], url[(scheme + 3)..], isNameAlone: backend != SessionBackend.Redis);
        return backend == SessionBackend.Redis ? OfRedisText(url) : OfPairs(url);
    }

    /// <param name="scheme">The part before "://".</param>
    /// <param name="rest">The part behind it.</param>
    /// <param name="isNameAlone">Whether one word before the "@" is a user. In old URLs of Redis it is the password.</param>
    private static string OfUrl(string scheme, string rest, bool isNameAlone)
    {
        var end = rest.IndexOfAny(['/', '?', '#']);
        var (authority, path) = end < 0 ? (rest, "") : (rest[..end], rest[end..]);
        // An unescaped character in a password has cut it in two, so its end is unknown.
        if (path.Contains('@')) return $"{scheme}://…";
        path = path.Split('?', '#')[0];
        var at = authority.LastIndexOf('@');
        var parts = at < 0 ? [] : authority[..at].Split(':');
        var user = parts.Length > 1 || (parts.Length == 1 && isNameAlone) ? parts[0] : "";
        return user.Length == 0 ? $"{scheme}://{authority[(at + 1)..]}{path}" : $"{scheme}://{user}@{authority[(at + 1)..]}{path}";
    }

    // Servers come first; what follows a password without a name of its own may be the rest of it.
    private static string OfRedisText(string text)
    {
        var parts = text.Split(',').Select(part => part.Trim()).Where(part => part.Length > 0).ToList();
        var servers = parts.TakeWhile(part => !part.Contains('='));
        var settings = parts.Where(part => part.Contains('=') && s_redis.Contains(part.Split('=')[0].Trim().ToLowerInvariant()));
        return string.Join(',', servers.Concat(settings));
    }

    private static string OfPairs(string text)
    {
        try
        {
            var all = new DbConnectionStringBuilder { ConnectionString = text };
            return string.Join(';', all.Keys.Cast<string>().Where(key => s_pairs.Contains(key.ToLowerInvariant())).Select(key => $"{Title(key)}={all[key]}"));
        }
        catch (ArgumentException)
        {
            return "(not readable)";
        }
    }

    private static string Title(string key) => string.Join(' ', key.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
