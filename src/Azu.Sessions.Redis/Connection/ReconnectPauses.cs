using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// How long the client waits before it connects again: half a second, and twice as long after each attempt that failed, up to half the time to connect.
/// A server that broke a greeting is mostly there again at once, so the first pauses are short. The client also gives up an attempt that has lasted for
/// the pause, so the later ones are long: a server that is busy with many greetings would never end one.
/// </summary>
internal sealed class ReconnectPauses(int connectTimeoutMilliseconds) : IReconnectRetryPolicy
{
    private const int FirstMilliseconds = 500;
    private const int Doublings = 8; // beyond any time to connect, and no overflow

    public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) =>
        timeElapsedMillisecondsSinceLastRetry >= Math.Min(FirstMilliseconds << (int)Math.Min(currentRetryCount, Doublings), connectTimeoutMilliseconds / 2);
}
