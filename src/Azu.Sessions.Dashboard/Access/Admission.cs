namespace Azu.Sessions.Dashboard;

/// <summary>What a policy makes of a caller.</summary>
internal enum Admission
{
    Allowed,

    /// <summary>The caller is not authenticated: 401.</summary>
    SignInNeeded,

    /// <summary>The caller is authenticated and does not fulfil the policy: 403.</summary>
    Forbidden,

    /// <summary>The caller's session could not be read, so the policy could not be evaluated: 503.</summary>
    Unknown,
}
