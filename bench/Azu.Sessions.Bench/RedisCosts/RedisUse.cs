using System.Globalization;
using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>What a Redis and this process have used so far.</summary>
/// <param name="Server">CPU time of the Redis process, user and system.</param>
/// <param name="Client">CPU time of this process.</param>
/// <param name="Allocated">Bytes that this process has allocated.</param>
/// <param name="Sent">Bytes that Redis has received.</param>
/// <param name="Received">Bytes that Redis has answered.</param>
internal readonly record struct RedisUse(TimeSpan Server, TimeSpan Client, long Allocated, long Sent, long Received)
{
    public static async Task<RedisUse> OfAsync(RedisServer server)
    {
        var cpu = await NumberAsync(server, "cpu", "used_cpu_user") + await NumberAsync(server, "cpu", "used_cpu_sys");
        var sent = await NumberAsync(server, "stats", "total_net_input_bytes");
        var received = await NumberAsync(server, "stats", "total_net_output_bytes");
        return new(TimeSpan.FromSeconds(cpu), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true), (long)sent, (long)received);
    }

    /// <summary>What one operation took since then, where that many were made.</summary>
    public RedisCostSample Since(RedisUse before, int operations, TimeSpan took) => new(
        operations / took.TotalSeconds,
        (Server - before.Server).TotalMicroseconds / operations,
        (Client - before.Client).TotalMicroseconds / operations,
        (double)(Allocated - before.Allocated) / operations,
        (double)(Sent - before.Sent) / operations,
        (double)(Received - before.Received) / operations);

    /// <summary>One number of <c>INFO</c>.</summary>
    public static async Task<double> NumberAsync(RedisServer server, string section, string name) =>
        double.Parse((await server.InfoAsync(section, name))!, CultureInfo.InvariantCulture);
}
