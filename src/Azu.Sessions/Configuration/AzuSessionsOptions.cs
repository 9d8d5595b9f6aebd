namespace Azu.Sessions;

/// <summary>How the sessions of one type behave. Checked when the application starts; a message names what to change.</summary>
public sealed class AzuSessionsOptions
{
    /// <summary>
    /// Names the application in every token, so that a cookie of one application is worth nothing to another with the same secret.
    /// Default: the setting <c>SESSION_APPLICATION</c>, else "azu".
    /// </summary>
    public string? ApplicationName { get; set; }

    /// <summary>
    /// The root secret: at least 32 random bytes as base64 or hex, or a passphrase of at least 32 characters (which goes through
    /// <see cref="KeyDerivation"/>). Default: the setting <c>SESSION_SECRET</c>; in Development one is made up for the run, elsewhere the
    /// application does not start without.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>The secret to come: accepted, not yet used. Phase one of a rotation, on every node, before it is promoted to <see cref="Secret"/>.</summary>
    public string? NextSecret { get; set; }

    /// <summary>Secrets that were in use before: still accepted; a token under one of them is re-issued under <see cref="Secret"/>.</summary>
    public IList<string> PreviousSecrets { get; set; } = [];

    /// <summary>How a passphrase becomes a key.</summary>
    public KeyDerivationOptions KeyDerivation { get; set; } = new();

    /// <summary>A session ends when it was not used for this long. Default: 1 h. (OWASP ASVS 5.0, 7.3.1)</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// A session ends this long after it was created or last signed in, however much it is used. Default: 24 h. Null: never. Then
    /// sign-in is refused, because a signed-in session needs an end. (OWASP ASVS 5.0, 7.3.2)
    /// </summary>
    public TimeSpan? AbsoluteTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// A session in a cookie ends this long after it was created or last signed in, also where it was sealed under a longer <see cref="AbsoluteTimeout"/>:
    /// lowering it ends such cookies at once. Sessions in a server-side store keep the end that they were given. It also bounds the
    /// <see cref="SessionTimes"/> of a sign-in. Not shorter than <see cref="AbsoluteTimeout"/>. Default: null, which means <see cref="AbsoluteTimeout"/>.
    /// </summary>
    public TimeSpan? MaxAbsoluteTimeout { get; set; }

    /// <summary>Whether use extends the idle time. Default: true.</summary>
    public bool SlidingExpiration { get; set; } = true;

    /// <summary>The shortest time between two writes that record a session's last use. Null: a twentieth of <see cref="IdleTimeout"/>.</summary>
    public TimeSpan? TouchInterval { get; set; }

    /// <summary>Whether a visitor gets a session although nothing was put into it. Default: false, so that visiting creates nothing. (ASVS 7.6.2)</summary>
    public bool SaveUnmodified { get; set; }

    /// <summary>How long the token before a rotation is still admitted, read-only, for the parallel requests of a page. Default: 10 s.</summary>
    public TimeSpan RotationGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether a superseded token that comes back after its grace ends the session, because two parties hold tokens of it. Off by default: a
    /// response that was lost on a bad network looks the same.
    /// </summary>
    public bool RevokeOnTokenReuse { get; set; }

    /// <summary>How many sessions one subject may have. Null: any number. (ASVS 7.1.2)</summary>
    public int? MaxSessionsPerSubject { get; set; }

    /// <summary>What happens at <see cref="MaxSessionsPerSubject"/>. Default: the oldest goes.</summary>
    public SessionLimitMode OnSessionLimit { get; set; }

    /// <summary>Whether to keep the address and user agent of each sign-in for a device list. Default: false.</summary>
    public bool RecordClient { get; set; }

    /// <summary>
    /// Whether <see cref="SessionEvents{TData}.OnNewClient"/> is raised. A sign-in then also sets a cookie that knows the browser for 400 days: the name of
    /// the session cookie with <c>_d</c>, and its attributes. Default: false.
    /// </summary>
    public bool DetectNewClients { get; set; }

    /// <summary>
    /// What a request sees while the store is down, where its endpoint does not say. Null: <see cref="StoreFailureMode.FailOnWrite"/>. An endpoint
    /// that requires a session answers 503 in any case: an outage is not the same as having none.
    /// </summary>
    public StoreFailureMode? OnStoreFailure { get; set; }

    /// <summary>
    /// How old what <see cref="StoreFailureMode.ServeStale"/> shows may be: a revocation made elsewhere during an outage is unseen for this long at
    /// most. Default: 1 min.
    /// </summary>
    public TimeSpan MaxStaleOnOutage { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What happens when two requests assign the same property. Default: the later one wins, and it is counted.</summary>
    public OverwriteMode OnOverwrite { get; set; }

    /// <summary>What the visitor gets when the session ended while the request wanted to write to it. Default: 409.</summary>
    public GoneMode OnGone { get; set; }

    /// <summary>
    /// The path of the sign-in page, within this application: where <c>RequireSignIn()</c> sends clients that are not signed in. Default: "/login".
    /// </summary>
    public string SignInPath { get; set; } = "/login";

    /// <summary>How often expired sessions are swept out. Default: 1 min.</summary>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How large a session's stored data may be, in bytes. Default: 1 MiB.</summary>
    public int MaxPayloadBytes { get; set; } = 1024 * 1024;

    /// <summary>Binds sessions to the client that they began with. Default: not; on in the preset HighSecurity.</summary>
    public SessionBindingOptions Binding { get; set; } = new();

    /// <summary>The cookie.</summary>
    public SessionCookieOptions Cookie { get; set; } = new();
}
