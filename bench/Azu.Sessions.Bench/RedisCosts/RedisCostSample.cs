namespace Azu.Sessions.Bench;

/// <summary>What one operation costs on both sides of the connection.</summary>
/// <param name="PerSecond">Operations per second.</param>
/// <param name="ServerMicroseconds">CPU time of the Redis process per operation.</param>
/// <param name="ClientMicroseconds">CPU time of this process per operation.</param>
/// <param name="AllocatedBytes">Bytes that this process allocates per operation.</param>
/// <param name="SentBytes">Bytes that Redis receives per operation.</param>
/// <param name="ReceivedBytes">Bytes that Redis answers per operation.</param>
internal readonly record struct RedisCostSample(
    double PerSecond, double ServerMicroseconds, double ClientMicroseconds, double AllocatedBytes, double SentBytes, double ReceivedBytes);
