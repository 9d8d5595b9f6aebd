namespace Azu.Sessions;

/// <summary>The answer of <see cref="ISessionStore.RemoveAsync"/>.</summary>
public readonly struct RemoveResult
{
    private RemoveResult(SessionRecord? record) => (IsRemoved, Record) = (true, record);

    /// <summary>
    /// There is nothing under that id now for which the condition holds. That includes a removal whose first attempt was carried out and whose
    /// answer was lost.
    /// </summary>
    public static RemoveResult NotThere => default;

    /// <summary>Whether this call removed something. It may have been over by some clock.</summary>
    public bool IsRemoved { get; }

    /// <summary>What was removed; null where nothing was, or where it could not be read.</summary>
    public SessionRecord? Record { get; }

    /// <summary>The session is gone; <paramref name="record"/> is what was stored, null where that could not be read.</summary>
    public static RemoveResult Removed(SessionRecord? record) => new(record);

    /// <inheritdoc/>
    public override string ToString() => IsRemoved ? "Removed" : "NotThere";
}
