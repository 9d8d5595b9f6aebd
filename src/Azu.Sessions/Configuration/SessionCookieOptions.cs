namespace Azu.Sessions;

/// <summary>
/// The session cookie. The defaults are the strict ones: <c>Path=/; Secure; HttpOnly; SameSite=Lax</c>, no Domain, no Expires
/// (OWASP ASVS 5.0, 3.3.1 to 3.3.4).
/// </summary>
public sealed class SessionCookieOptions
{
    /// <summary>The name, without prefix. Default: "_session".</summary>
    public string Name { get; set; } = "_session";

    /// <summary>
    /// Whether the name gets the prefix <c>__Host-</c>, with which a browser accepts the cookie only from this very host, over https.
    /// Null: on, except in the presets Development and Testing. It is the cure for cookies that a sibling domain plants.
    /// </summary>
    public bool? UseHostPrefix { get; set; }

    /// <summary>The path. Default: "/".</summary>
    public string Path { get; set; } = "/";

    /// <summary>The domain. Default: none, so that only the host that set it gets it back.</summary>
    public string? Domain { get; set; }

    /// <summary>
    /// When the cookie is marked Secure. Null: <see cref="CookieSecurity.ExceptLocalDevelopment"/> in the presets Development and Testing, else
    /// <see cref="CookieSecurity.Always"/>.
    /// </summary>
    public CookieSecurity? SecurePolicy { get; set; }

    /// <summary>Whether other sites' requests carry the cookie. Default: <see cref="CookieSameSite.Lax"/>.</summary>
    public CookieSameSite SameSite { get; set; }

    /// <summary>Whether scripts are kept from the cookie. Default: true.</summary>
    public bool HttpOnly { get; set; } = true;

    /// <summary>Whether the cookie survives the browser's end. It never decides when the session ends. Default: false.</summary>
    public bool Persistent { get; set; }

    /// <summary>Whether the cookie is kept apart per top-level site (CHIPS). Needs Secure. Default: false.</summary>
    public bool Partitioned { get; set; }

    /// <summary>Whether a session that the cookie store cannot fit into one cookie goes into several, up to four. Default: false.</summary>
    public bool Chunking { get; set; }

    /// <summary>Whether the cookie may be set without the visitor's consent. Default: true.</summary>
    public bool IsEssential { get; set; } = true;

    /// <summary>Browsers keep no cookie for longer (RFC 6265bis).</summary>
    internal static TimeSpan MaxLifetime { get; } = TimeSpan.FromDays(400);

    internal string FullName => UseHostPrefix == true ? "__Host-" + Name : Name;
}

/// <summary>When a cookie is marked Secure. The request's own scheme is no measure: behind a proxy that ends TLS it says http.</summary>
public enum CookieSecurity
{
    /// <summary>Always, except for plain http on the loopback interface while the environment is Development.</summary>
    ExceptLocalDevelopment,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>The SameSite attribute of a cookie.</summary>
public enum CookieSameSite
{
    /// <summary>Sent with requests from the same site and with top-level navigations from others.</summary>
    Lax,

    /// <summary>Sent with requests from the same site only.</summary>
    Strict,

    /// <summary>Sent with every request. Needs Secure.</summary>
    None,
}
