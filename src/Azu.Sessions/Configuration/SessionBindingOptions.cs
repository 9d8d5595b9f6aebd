namespace Azu.Sessions;

/// <summary>
/// Binds sessions to the client that they began with, as a detection of stolen cookies: a keyed hash of the client's properties is kept with the
/// session, and compared with each request. A client that does not send a bound property does not match.
/// </summary>
public sealed class SessionBindingOptions
{
    /// <summary>Whether, and how exactly, the remote address is bound. Default: not. Behind a proxy, UseForwardedHeaders must run before sessions.</summary>
    public AddressBinding IpAddress { get; set; }

    /// <summary>Whether the User-Agent header is bound. Default: not.</summary>
    public bool UserAgent { get; set; }

    /// <summary>What happens to a request of another client. Default: it is refused.</summary>
    public BindingMismatchMode OnMismatch { get; set; }

    internal bool IsEnabled => IpAddress != AddressBinding.Off || UserAgent;
}

/// <summary>How exactly a session is bound to an address.</summary>
public enum AddressBinding
{
    /// <summary>Not at all.</summary>
    Off,

    /// <summary>To the network: the first 24 bits of an IPv4 address, the first 56 of an IPv6 address. Survives a new address of the same line.</summary>
    Prefix,

    /// <summary>To the address. Ends sessions of visitors on the move.</summary>
    Exact,
}

/// <summary>What happens to a request of a client that the session is not bound to.</summary>
public enum BindingMismatchMode
{
    /// <summary>It is refused, and goes on with a new, empty session; the session itself stays.</summary>
    Reject,

    /// <summary>The session ends for every client.</summary>
    Revoke,

    /// <summary>It is admitted; the metric and the event tell.</summary>
    Report,
}
