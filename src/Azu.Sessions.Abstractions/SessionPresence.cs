namespace Azu.Sessions;

/// <summary>A session that a caller knows, for <see cref="ISessionPresence.FindEndedAsync"/>.</summary>
/// <param name="Id">The session.</param>
/// <param name="Subject">The account that it belonged to when the caller last saw it; null: the subject is not compared.</param>
public readonly record struct SessionPresence(SessionId Id, string? Subject);
