namespace Azu.Sessions;

/// <summary>
/// Another request changed the session in a way that this write must not or could not merge with: the same property with
/// <see cref="AzuSessionsOptions.OnOverwrite"/> set to <see cref="OverwriteMode.Throw"/>, or more conflicts in a row than the commit retries.
/// </summary>
public sealed class SessionConflictException(string message, SessionId id) : SessionException(message, id);
