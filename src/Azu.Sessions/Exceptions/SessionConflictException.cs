namespace Azu.Sessions;

/// <summary>
/// Another request changed the session, and this write must not or could not merge with it. Either both changed the same property with
/// <see cref="AzuSessionsOptions.OnOverwrite"/> set to <see cref="OverwriteMode.Throw"/>, or there were more conflicts in a row than the commit retries.
/// </summary>
public sealed class SessionConflictException(string message, SessionId id) : SessionException(message, id);
