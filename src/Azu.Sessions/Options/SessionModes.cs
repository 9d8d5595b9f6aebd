namespace Azu.Sessions;

/// <summary>What happens at a subject's session limit.</summary>
public enum SessionLimitMode
{
    /// <summary>The new session stays, the oldest ones end.</summary>
    EvictOldest,

    /// <summary>The new sign-in is refused with <see cref="SessionLimitExceededException"/>.</summary>
    Reject,
}

/// <summary>What happens when two requests assign the same property.</summary>
public enum OverwriteMode
{
    /// <summary>The later commit wins; <c>azu.sessions.overwrites</c> counts it.</summary>
    LastWins,

    /// <summary>The later commit fails with <see cref="SessionConflictException"/>.</summary>
    Throw,
}

/// <summary>What the visitor gets when the session ended while the request wanted to write to it.</summary>
public enum GoneMode
{
    /// <summary>409 Conflict.</summary>
    Conflict,

    /// <summary>The endpoint's own answer; what it wanted to write is dropped.</summary>
    Discard,
}

/// <summary>What a request sees while the store cannot be reached. In every mode the visitor's cookie is left alone.</summary>
public enum StoreFailureMode
{
    /// <summary>503 with <c>Retry-After</c>.</summary>
    FailClosed,

    /// <summary>An empty session to look at; a change makes the commit fail with 503.</summary>
    FailOnWrite,

    /// <summary>
    /// The last copy of the session that this node has, if it is not over and no older than <see cref="AzuSessionsOptions.MaxStaleOnOutage"/>; a
    /// change is a 503. Where there is no such copy, as <see cref="FailOnWrite"/>. Needs a near cache.
    /// </summary>
    ServeStale,

    /// <summary>An empty session; what is written to it lasts as long as the request. Only ever by explicit choice.</summary>
    Ephemeral,
}

/// <summary>What the store's state allows right now.</summary>
public enum SessionDurability
{
    /// <summary>What is written is kept.</summary>
    Durable,

    /// <summary>The store cannot be reached: the session is as this node last knew it, and a change will fail.</summary>
    Stale,

    /// <summary>The store cannot be reached: the session looks empty, and a change will fail.</summary>
    Unavailable,

    /// <summary>The store cannot be reached: the session is empty, and what is written lasts as long as the request.</summary>
    Ephemeral,
}
