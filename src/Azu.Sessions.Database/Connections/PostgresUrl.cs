using System.Globalization;
using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>
/// Reads <c>postgresql://user:password@host:port/database?sslmode=require</c>, as libpq and hosting providers write it. What goes wrong is said
/// without repeating anything that could be the password.
/// </summary>
internal static class PostgresUrl
{
    private static readonly Dictionary<string, string> s_parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["sslmode"] = "SSL Mode",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
        ["sslnegotiation"] = "SSL Negotiation",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
        ["channel_binding"] = "Channel Binding",
        ["options"] = "Options",
        ["search_path"] = "Search Path",
    };

    public static bool IsUrl(string connection) =>
        connection.StartsWith("postgresql:", StringComparison.OrdinalIgnoreCase) || connection.StartsWith("postgres:", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FormatException">It is no such URL; the message says what is wrong with it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) throw Wrong("after the scheme it needs \"//\", as in postgresql://user:password@host:5432/database");
        var rest = url[(start + 3)..];
        if (rest.Contains('#')) throw Wrong("it contains \"#\"; in a user name or a password write %23");

        var (beforeQuery, query) = Split(rest, '?');
        var (authority, database) = Split(beforeQuery, '/');
        var at = authority.LastIndexOf('@');
        if (database?.Contains('@') == true) throw Wrong("a \"/\" stands before its \"@\"; in a user name or a password write %2F");
        var parts = new NpgsqlConnectionStringBuilder();
        if (at >= 0) SetUser(parts, authority[..at]);
        SetHosts(parts, authority[(at + 1)..]);
        if (database is { Length: > 0 }) parts.Database = Unescape(database, "database");
        foreach (var pair in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)) SetParameter(parts, pair);
        if (string.IsNullOrEmpty(parts.Host)) throw Wrong("it names no host");
        return parts;
    }

    private static void SetUser(NpgsqlConnectionStringBuilder parts, string user)
    {
        if (user.Contains('@')) throw Wrong("it contains more than one \"@\"; in a user name or a password write %40");
        var (name, password) = Split(user, ':');
        if (name.Length > 0) parts.Username = Unescape(name, "user name");
        if (password is { Length: > 0 }) parts.Password = Unescape(password, "password");
    }

    private static void SetHosts(NpgsqlConnectionStringBuilder parts, string hosts)
    {
        if (hosts.Length == 0) return;
        var several = hosts.Split(',');
        if (several.Length == 1)
        {
            var (host, port) = Host(hosts);
            parts.Host = host;
            if (port is not null) parts.Port = port.Value;
            return;
        }
        parts.Host = string.Join(',', several.Select(one =>
        {
            var (host, port) = Host(one);
            return port is null ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        }));
    }

    private static (string Name, int? Port) Host(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']') : -1;
        if (text.StartsWith('[') && end < 0) throw Wrong("an IPv6 address in it has no closing \"]\"");
        var colon = text.IndexOf(':', end + 1);
        var name = Unescape(colon < 0 ? text : text[..colon], "host");
        if (colon < 0) return (name, null);
        var port = text[(colon + 1)..];
        // Not repeated: where a "/" in a password was not escaped, this is the password.
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
            throw Wrong("its port is no number between 1 and 65535 (a \"/\", \"?\" or \"@\" in a password has to be written as %2F, %3F or %40)");
        return (name, number);
    }

    private static void SetParameter(NpgsqlConnectionStringBuilder parts, string pair)
    {
        var (name, value) = Split(pair, '=');
        name = Unescape(name, "parameter");
        var keyword = s_parameters.GetValueOrDefault(name, name);
        var text = Unescape(value ?? "", name);
        // libpq writes verify-full, Npgsql VerifyFull.
        if (keyword == "SSL Mode") text = text.Replace("-", "", StringComparison.Ordinal);
        try
        {
            parts[keyword] = text;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw Wrong(parts.ContainsKey(keyword)
                ? $"its parameter \"{name}\" has a value that does not fit"
                : $"it has a parameter \"{name}\", which is not known");
        }
    }

    private static (string Before, string? After) Split(string text, char at)
    {
        var index = text.IndexOf(at);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    private static string Unescape(string text, string part)
    {
        for (var i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                throw Wrong($"its {part} contains a \"%\" that is no escape; write %25");
        }
        return Uri.UnescapeDataString(text);
    }

    private static FormatException Wrong(string what) => new($"The database URL is not usable: {what}.");
}
