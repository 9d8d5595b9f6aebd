namespace Azu.Sessions;

/// <summary>Why a session ended, or why one that a visitor presented was refused.</summary>
public enum SessionEndReason
{
    /// <summary>The visitor signed out.</summary>
    SignedOut,

    /// <summary>The application deleted it.</summary>
    Deleted,

    /// <summary>It was ended from outside its requests: another device, an administrator, the application from a job.</summary>
    Revoked,

    /// <summary>It was not used for the idle timeout.</summary>
    IdleTimeout,

    /// <summary>It reached its absolute timeout.</summary>
    AbsoluteTimeout,

    /// <summary>It made room: for a newer session of the same subject, or in a store that was full.</summary>
    Evicted,

    /// <summary>The client is not the one the session is bound to.</summary>
    BindingMismatch,

    /// <summary>A token came back that had been replaced.</summary>
    TokenReuse,

    /// <summary>What is stored cannot be read.</summary>
    Corrupted,
}
