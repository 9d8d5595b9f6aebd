namespace Azu.Sessions;

/// <summary>What a sign-in says of the session that it begins.</summary>
/// <param name="Subject">The account.</param>
/// <param name="Times">How long this session lasts, where that differs from the options.</param>
/// <param name="Ticket">What the HTTP layer keeps with the sign-in: claims and tokens. Empty: nothing.</param>
internal readonly record struct SignInDetails(string Subject, SessionTimes Times, ReadOnlyMemory<byte> Ticket);
