using System.Globalization;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Reads where Redis is: a <c>redis://</c> or <c>rediss://</c> URL, or a configuration string of StackExchange.Redis. No message repeats what it
/// was given, because there may be a password in it.
/// </summary>
internal static class RedisAddress
{
    private const int DefaultPort = 6379;

    /// <summary>How often the client asks servers whether they are primaries; by itself once a minute. After a fail-over writes fail for so long.</summary>
    private const int RoleCheckSeconds = 2;

    /// <summary>
    /// After how many silent seconds the client asks whether a server is still there; by itself after 60. A greeting without an answer lasts as long.
    /// </summary>
    private const int SilentSeconds = 3;

    private const string Form = "redis://[[user]:password@]host[:port][/database], rediss:// with TLS";

    /// <exception cref="ArgumentException">It is neither; the message says why.</exception>
    public static ConfigurationOptions Parse(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        var options = address.Contains("://", StringComparison.Ordinal) ? FromUrl(address) : FromText(address);
        if (options.EndPoints.Count == 0) throw Refuse("it names no server that can be understood. An example is \"localhost:6379\"");
        return options;
    }

    private static ConfigurationOptions FromUrl(string address)
    {
        var scheme = address[..address.IndexOf("://", StringComparison.Ordinal)].ToLowerInvariant();
        if (scheme is not ("redis" or "rediss")) throw Refuse($"the scheme {scheme}:// is not known. The form is {Form}");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
            throw Refuse($"the URL cannot be understood. Characters such as @ / : # % in a password are written with percent signs. Several servers go " +
                $"into a configuration string instead: \"one:6379,two:6379\". The form is {Form}");
        if (url.Host.Length == 0) throw Refuse($"the URL names no host. The form is {Form}");
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            throw Refuse("the URL has settings behind the database. Those go into a configuration string instead: \"host:6379,connectTimeout=2000\"");

        var (user, password) = Credentials(url.UserInfo);
        var options = FromText("abortConnect=false");
        if (user.Length > 0) options.User = user;
        options.EndPoints.Add(url.DnsSafeHost, url.IsDefaultPort || url.Port < 0 ? DefaultPort : url.Port);
        if (password.Length > 0) options.Password = password;
        options.DefaultDatabase = Database(url.AbsolutePath);
        if (scheme == "rediss")
        {
            options.Ssl = true;
            options.SslHost = url.IdnHost;
        }
        return options;
    }

    private static ConfigurationOptions FromText(string address)
    {
        try
        {
            var options = ConfigurationOptions.Parse(address);
            // An application starts also while Redis is down, unless it says that it must not.
            if (!address.Contains("abortConnect", StringComparison.OrdinalIgnoreCase)) options.AbortOnConnectFail = false;
            // In a cluster the client sends nothing that needs a primary to a server that it still takes for a replica, wherever it is told to go.
            if (!address.Contains("configCheckSeconds", StringComparison.OrdinalIgnoreCase)) options.ConfigCheckSeconds = RoleCheckSeconds;
            if (!address.Contains("keepAlive", StringComparison.OrdinalIgnoreCase)) options.KeepAlive = SilentSeconds;
            // By itself the client waits up to ten seconds: so long the server would be there and nothing would reach it.
            options.ReconnectRetryPolicy = new ReconnectPauses(options.ConnectTimeout);
            // While there is no connection a call fails at once, and the circuit decides: by itself the client would let it wait for five seconds.
            options.BacklogPolicy = BacklogPolicy.FailFast;
            return options;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new ArgumentException($"The address of Redis was not understood: {e.Message}", nameof(address), e);
        }
    }

    private static (string User, string Password) Credentials(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? text : text[..colon]);
        var password = colon < 0 ? "" : Uri.UnescapeDataString(text[(colon + 1)..]);
        // Redis calls the user of a plain password so.
        return (user == "default" ? "" : user, password);
    }

    private static int? Database(string path)
    {
        if (path.Length <= 1) return null;
        return int.TryParse(path.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var database)
            ? database
            : throw Refuse($"what follows the slash is the number of a database. The form is {Form}");
    }

#pragma warning disable MA0015 // The parameter is that of the public method.
    private static ArgumentException Refuse(string why) => new($"The address of Redis was not understood: {why}.", "address");
#pragma warning restore MA0015
}
