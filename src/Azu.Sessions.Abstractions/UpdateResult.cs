using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>How a conditional write ended. All three are expected, so none is an exception.</summary>
public enum UpdateOutcome
{
    /// <summary>No record with that id exists any more. Nothing was written, and nothing ever will be under that id.</summary>
    Gone,

    /// <summary>The record now stands as given (with the later of the stored and the given times).</summary>
    Updated,

    /// <summary>The stored version is another one. Nothing was written.</summary>
    Conflict,
}

/// <summary>The answer of <see cref="ISessionStore.UpdateAsync"/>.</summary>
public readonly struct UpdateResult
{
    private UpdateResult(UpdateOutcome outcome, SessionRecord? current) => (Outcome, Current) = (outcome, current);

    /// <summary>The record is gone.</summary>
    public static UpdateResult Gone => default;

    /// <summary>How the write ended.</summary>
    public UpdateOutcome Outcome { get; }

    /// <summary>What is stored now: after an update the written record, after a conflict the one that stood in the way.</summary>
    public SessionRecord? Current { get; }

    /// <summary>Whether there was a conflict, and with what.</summary>
    public bool IsConflict([NotNullWhen(true)] out SessionRecord? current)
    {
        current = Outcome == UpdateOutcome.Conflict ? Current : null;
        return current is not null;
    }

    /// <summary>The write stands; <paramref name="stored"/> is what is stored now.</summary>
    public static UpdateResult Updated(SessionRecord stored) => new(UpdateOutcome.Updated, stored);

    /// <summary>The write was refused because <paramref name="current"/> is stored.</summary>
    public static UpdateResult Conflict(SessionRecord current) => new(UpdateOutcome.Conflict, current);

    /// <inheritdoc/>
    public override string ToString() => Outcome.ToString();
}
