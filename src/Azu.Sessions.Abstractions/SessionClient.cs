namespace Azu.Sessions;

/// <summary>What a device list shows of the client that signed in. Kept only if the application asks for it.</summary>
/// <param name="Address">The remote address, as the application's forwarded-headers middleware resolved it.</param>
/// <param name="UserAgent">The User-Agent header, cut to a bounded length.</param>
public sealed record SessionClient(string? Address, string? UserAgent);
