using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>The failures that there are.</summary>
internal static class SessionFailures
{
    /// <summary>What the client learns of an exception; null for exceptions that are the application's own.</summary>
    public static SessionFailure? For(Exception exception, TimeSpan retryAfter) => exception switch
    {
        SessionStoreUnavailableException e => Unavailable(e.RetryAfter),
        SessionStoreException => Unavailable(retryAfter),
        SessionExpiredException =>
            new(SessionFailureReason.SessionEnded, StatusCodes.Status409Conflict, null,
            "Your session ended while this page was working, so nothing was saved. Please go back and try again."),
        SessionConflictException =>
            new(SessionFailureReason.Conflict, StatusCodes.Status409Conflict, null,
            "Another request changed the same thing at the same moment, so nothing was saved. Please try again."),
        SessionBindingException =>
            new(SessionFailureReason.ClientNotBound, StatusCodes.Status400BadRequest, null,
            "Your browser did not send the information that this site needs to protect your session. Nothing was saved."),
        _ => null,
    };

    public static SessionFailure Unavailable(TimeSpan retryAfter) =>
        new(SessionFailureReason.StoreUnavailable, StatusCodes.Status503ServiceUnavailable, retryAfter,
            "The service cannot reach its sessions right now, so nothing was saved. Please try again in a moment.");
}
