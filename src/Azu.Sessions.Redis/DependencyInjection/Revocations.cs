namespace Azu.Sessions.Redis;

/// <summary>Takes the place of a session type where a list of revocations is kept.</summary>
internal sealed class Revocations;
