using Microsoft.AspNetCore.Authentication;

namespace Azu.Sessions;

/// <summary>Reads from the properties of a sign-in how long its session lasts.</summary>
internal static class TicketTimes
{
    /// <summary>
    /// <c>ExpiresUtc</c> is the end where <c>AllowRefresh</c> is false, and otherwise the idle time. No session lasts longer than the options allow.
    /// </summary>
    public static SessionTimes Of(AuthenticationProperties properties, AzuSessionsOptions options, DateTimeOffset now)
    {
        // A property that was not set says nothing; its getter says false.
        bool? isPersistent = properties.Items.ContainsKey(".persistent") ? properties.IsPersistent : null;
        if (properties.ExpiresUtc is not { } end || end <= now) return new() { IsPersistent = isPersistent };
        var span = Shorter(end - now, options.MaxAbsoluteTimeout ?? options.AbsoluteTimeout);
        return new()
        {
            IsPersistent = isPersistent,
            IdleTimeout = span,
            AbsoluteTimeout = properties.AllowRefresh == false || span > options.AbsoluteTimeout ? span : null,
        };
    }

    private static TimeSpan Shorter(TimeSpan span, TimeSpan? longest) => longest < span ? longest.Value : span;
}
