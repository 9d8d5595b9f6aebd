using StackExchange.Redis;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>One Garnet, each application under a prefix of its own.</summary>
public sealed class OnGarnet : IScenarioStore
{
    private static readonly Lazy<Task<ConnectionMultiplexer>> s_connection = new(async () =>
    {
        var server = ServersOfThisRun.Keep(await GarnetInProcess.StartAsync());
        return ServersOfThisRun.Keep(await ConnectionMultiplexer.ConnectAsync(server.Configuration));
    });

    public static Task StartAsync() => s_connection.Value;

    public static AzuSessionsBuilder<TData> Use<TData>(AzuSessionsBuilder<TData> sessions, string? place = null) where TData : notnull =>
        sessions.UseRedisStore(s_connection.Value.Result, r => r.KeyPrefix = (place ?? Place.New()) + ":")
            // Garnet runs on the threads of this process, and other tests can hold them for longer than a call may take by default.
            .WithResilience(static r => (r.AttemptTimeout, r.TotalTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)));
}
