namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>What happens to connections.</summary>
public abstract class ConnectionFaults(Deployment deployment) : DisturbedRedis(deployment)
{
    [Fact]
    public Task Connections_are_refused() => WithAsync(() =>
    {
        Proxy.RefusesConnections = true;
        Proxy.CutAll();
    });

    [Fact]
    public Task Answers_are_cut_in_the_middle() => WithAsync(() => Proxy.CutsRepliesAfter = 40);

    [Fact]
    public Task Connections_are_cut_again_and_again() => RepeatedlyAsync(() =>
    {
        Proxy.CutAll();
        return Task.CompletedTask;
    });
}

public sealed class ConnectionFaultTests() : ConnectionFaults(Deployment.Single);

public sealed class ThreeNodeConnectionFaultTests() : ConnectionFaults(Deployment.ThreeNodes);
