namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>What happens to the server itself.</summary>
public abstract class ServerFaults(Deployment deployment) : DisturbedRedis(deployment)
{
    [Fact]
    public Task Killed_and_restarted() => DisturbAsync(async () =>
    {
        await Server.KillAsync();
        await FaultAccount.PassAsync(Duration);
        await Server.RestartAsync();
    });

    [Fact]
    public Task Stopped_in_its_tracks() => DisturbAsync(async () =>
    {
        await Server.PauseAsync();
        await FaultAccount.PassAsync(Duration);
        await Server.ResumeAsync();
    });

    [Fact]
    public Task Scripts_are_flushed_again_and_again() => RepeatedlyAsync(() => Server.AskAsync("SCRIPT", "FLUSH"));

    [Fact]
    public Task Subscribers_are_killed_again_and_again() => RepeatedlyAsync(() => Server.AskAsync("CLIENT", "KILL", "TYPE", "pubsub"));
}

public sealed class ServerFaultTests() : ServerFaults(Deployment.Single);

public sealed class ThreeNodeServerFaultTests() : ServerFaults(Deployment.ThreeNodes);
