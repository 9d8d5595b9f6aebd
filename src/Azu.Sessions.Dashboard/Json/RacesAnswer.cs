namespace Azu.Sessions.Dashboard;

/// <summary>The latest races of this node, the newest first.</summary>
/// <param name="Races">The races.</param>
/// <param name="Capacity">How many are kept at most.</param>
internal sealed record RacesAnswer(IReadOnlyList<RaceRow> Races, int Capacity);

internal sealed record RaceRow(SessionRaceKind Kind, string Id, DateTimeOffset At);
