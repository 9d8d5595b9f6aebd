using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A client that waits a minute: on a busy machine the server is slow, and that is no fault of the store.</summary>
internal static class Patient
{
    public static Task<ConnectionMultiplexer> ConnectAsync(string configuration) => ConnectionMultiplexer.ConnectAsync(configuration + ",syncTimeout=60000");
}
