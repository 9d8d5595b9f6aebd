using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Turns away requests whose session is not what their endpoint requires.</summary>
internal static class SessionRequirements
{
    /// <summary>True: the endpoint may run. False: the response says what is missing.</summary>
    public static bool AreMet(HttpContext context, SessionRequirement requirement, SessionState state, string signInPath, DateTimeOffset now, ILogger log)
    {
        state.MarkRead();
        var record = state.Record;
        if (requirement.IsSignIn ? IsSignedIn(record, requirement, now) : record is not null) return true;
        SignInRedirect.TurnAway(context, requirement.IsSignIn ? requirement.SignInPath ?? signInPath : null, log);
        return false;
    }

    private static bool IsSignedIn(SessionRecord? record, SessionRequirement requirement, DateTimeOffset now) =>
        record?.Subject is not null && (requirement.MaxSignInAge is not { } maxAge || now - record.SignedInAt <= maxAge);
}
