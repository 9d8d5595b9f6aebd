namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>The network loses, delays and cuts what passes between the application and the server.</summary>
[Trait("Requirement", "R-95")]
public sealed class LostRequestTests : DisturbedPostgres
{
    [Fact]
    public Task Requests_are_lost() => WithAsync(() => Proxy.SwallowsRequests = true);
}

public sealed class LostAnswerTests : DisturbedPostgres
{
    [Fact]
    public Task Answers_are_lost() => WithAsync(() => Proxy.SwallowsReplies = true);
}

public sealed class LateTests : DisturbedPostgres
{
    [Fact]
    public Task Everything_is_late() => WithAsync(() => Proxy.Delay = TimeSpan.FromMilliseconds(700));
}

public sealed class RefusedConnectionTests : DisturbedPostgres
{
    [Fact]
    public Task Connections_are_refused() => WithAsync(() =>
    {
        Proxy.RefusesConnections = true;
        Proxy.CutAll();
    });
}

public sealed class TruncatedAnswerTests : DisturbedPostgres
{
    [Fact]
    public Task Answers_are_cut_in_the_middle() => WithAsync(() => Proxy.CutsRepliesAfter = 20);
}
