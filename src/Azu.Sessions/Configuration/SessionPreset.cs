namespace Azu.Sessions;

/// <summary>
/// Named sets of defaults. What the application sets itself counts, whatever the order of the calls. Without a preset the environment decides:
/// <see cref="Development"/> in Development, <see cref="Production"/> everywhere else and where there is no host environment.
/// </summary>
public enum SessionPreset
{
    /// <summary>For a developer's machine: the cookie works over plain http on localhost, and payloads are stored in plain.</summary>
    Development,

    /// <summary>
    /// For the open network: <c>__Host-</c> and Secure always, payloads sealed. Chosen by name it also refuses a store that does not survive a restart.
    /// </summary>
    Production,

    /// <summary>
    /// <see cref="Production"/> with short lives (15 min idle, 12 h at most: NIST SP 800-63B-4, AAL3), SameSite=Strict, sessions bound to
    /// the network and user agent of the client, and an end for sessions whose replaced token comes back.
    /// </summary>
    HighSecurity,

    /// <summary>For tests: a secret is made up, every use is written down at once.</summary>
    Testing,

    /// <summary><see cref="Production"/> on several nodes: only a store that they share.</summary>
    Clustered,
}
