namespace Azu.Sessions;

/// <summary>The turn of one writer of a session. The default value is that of a writer that did not get its turn in time.</summary>
/// <param name="turns">Where the turn goes afterwards.</param>
/// <param name="id">The session.</param>
/// <param name="newest">What the writer before stored or met; null: there was no writer before.</param>
internal readonly struct SessionTurn(SessionTurns? turns, SessionId id, SessionRecord? newest)
{
    /// <summary>Whether the writer may repeat a write that was overtaken. Without its turn it tries once.</summary>
    public bool MayRepeat => turns is not null;

    /// <summary>What the writer before stored or met, where that is newer than <paramref name="known"/>; otherwise that.</summary>
    public SessionRecord NewestOf(SessionRecord known) => newest is not null && newest.Version > known.Version ? newest : known;

    /// <summary>Gives the turn to the next writer, with the newest record that this one knows.</summary>
    public void Pass(SessionRecord known) => turns?.Pass(id, known);
}
