namespace Azu.Sessions;

/// <summary>Which keys count at a moment.</summary>
/// <param name="Active">The key that signs and seals.</param>
/// <param name="Coming">Keys that other nodes may sign under already: accepted, and nothing under them is outdated.</param>
/// <param name="Previous">Older keys: accepted, and what they signed is signed again under the active one.</param>
internal sealed record SessionKeySet(SessionKey Active, IReadOnlyList<SessionKey> Coming, IReadOnlyList<SessionKey> Previous)
{
    public override string ToString() => $"{1 + Coming.Count + Previous.Count} keys, active: {Active}";
}

/// <summary>Where keys come from that another part of the application makes, rotates and revokes.</summary>
internal interface ISessionKeySource
{
    /// <summary>The keys that count at <paramref name="now"/>. May read from a file or a network; called at start-up and in the background.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what to do.</exception>
    SessionKeySet Load(DateTimeOffset now);
}
