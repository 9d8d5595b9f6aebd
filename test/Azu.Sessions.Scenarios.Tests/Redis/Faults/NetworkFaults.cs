namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>What happens to the bytes on their way.</summary>
public abstract class NetworkFaults(Deployment deployment) : DisturbedRedis(deployment)
{
    /// <summary>Longer than one attempt may take: what is held back is carried out after it was given up.</summary>
    private static readonly TimeSpan s_held = new SessionResilienceOptions().AttemptTimeout + TimeSpan.FromMilliseconds(250);

    [Fact]
    public Task Requests_are_lost() => WithAsync(() => Proxy.SwallowsRequests = true);

    [Fact]
    public Task Answers_are_lost() => WithAsync(() => Proxy.SwallowsReplies = true);

    [Fact]
    public Task Everything_is_late() => WithAsync(() => Proxy.Delay = TimeSpan.FromMilliseconds(700));

    [Fact]
    public Task A_command_is_held_back_again_and_again() => RepeatedlyAsync(async () =>
    {
        var held = Proxy.Hold("EVALSHA");
        await FaultAccount.PassAsync(s_held);
        held.Release();
    });
}

public sealed class NetworkFaultTests() : NetworkFaults(Deployment.Single);

public sealed class ThreeNodeNetworkFaultTests() : NetworkFaults(Deployment.ThreeNodes);
