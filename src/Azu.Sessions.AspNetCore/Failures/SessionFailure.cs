namespace Azu.Sessions;

/// <summary>What a client learns in place of the endpoint's answer when the session could not be read or stored. Nothing was stored.</summary>
/// <param name="Reason">Why.</param>
/// <param name="StatusCode">The HTTP status of the response.</param>
/// <param name="RetryAfter">When to try again; null: repeating the same request does not help.</param>
/// <param name="Message">What happened, for the visitor, in English. Plain text: escape it for HTML.</param>
public sealed record SessionFailure(SessionFailureReason Reason, int StatusCode, TimeSpan? RetryAfter, string Message);
