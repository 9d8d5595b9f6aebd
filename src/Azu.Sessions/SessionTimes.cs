namespace Azu.Sessions;

/// <summary>
/// How long one session lasts, where that differs from the application's options ("keep me signed in"). Given at sign-in, and kept in the session's
/// record: a later change of the options does not touch it.
/// </summary>
public sealed record SessionTimes
{
    /// <summary>The session ends when it was not used for this long. Null: <see cref="AzuSessionsOptions.IdleTimeout"/>.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>
    /// The session ends this long after the sign-in, however much it is used. At most <see cref="AzuSessionsOptions.MaxAbsoluteTimeout"/>. Null:
    /// <see cref="AzuSessionsOptions.AbsoluteTimeout"/>.
    /// </summary>
    public TimeSpan? AbsoluteTimeout { get; init; }

    /// <summary>Whether the cookie outlives the browser. Null: <see cref="SessionCookieOptions.Persistent"/>.</summary>
    public bool? IsPersistent { get; init; }

    /// <summary>The times of the application's options.</summary>
    internal static SessionTimes Default { get; } = new();

    /// <summary>Refuses times that no session may have.</summary>
    /// <exception cref="ArgumentException">A time is not longer than zero, or longer than the options allow.</exception>
    internal static void Check(SessionTimes times, AzuSessionsOptions options)
    {
        var (idle, absolute, longest) = (times.IdleTimeout, times.AbsoluteTimeout, options.MaxAbsoluteTimeout ?? options.AbsoluteTimeout);
        if (idle <= TimeSpan.Zero) throw new ArgumentException($"IdleTimeout is {idle}. Give a time longer than zero.", nameof(times));
        if (absolute <= TimeSpan.Zero) throw new ArgumentException($"AbsoluteTimeout is {absolute}. Give a time longer than zero.", nameof(times));
        if (absolute > longest)
            throw new ArgumentException($"AbsoluteTimeout is {absolute}, and the options allow {longest} at most. Raise MaxAbsoluteTimeout.", nameof(times));
    }
}
