namespace Azu.Sessions.Redis;

/// <summary>Names a list of revocations where else a session type is named.</summary>
internal sealed class Revocations;
