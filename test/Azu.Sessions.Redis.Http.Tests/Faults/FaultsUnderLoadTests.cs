using Azu.Sessions.AspNetCore.Tests;

namespace Azu.Sessions.Redis.Http.Tests.Faults;

/// <summary>A real Redis is killed, stopped, cut off and slowed down while people use the application, and then the account is settled.</summary>
[Trait("Requirement", "R-95")]
public sealed class FaultsUnderLoadTests : DisturbedRedis
{
    protected override TimeSpan Step => TimeSpan.FromMilliseconds(100);

    [Fact]
    public Task Requests_are_lost() => WithAsync(() => Proxy.SwallowsRequests = true);

    [Fact]
    public Task Answers_are_lost() => WithAsync(() => Proxy.SwallowsReplies = true);

    [Fact]
    public Task Everything_is_late() => WithAsync(() => Proxy.Delay = TimeSpan.FromMilliseconds(700));

    [Fact]
    public Task Connections_are_refused() => WithAsync(() =>
    {
        Proxy.RefusesConnections = true;
        Proxy.CutAll();
    });

    [Fact]
    public Task Answers_are_cut_in_the_middle() => WithAsync(() => Proxy.CutsRepliesAfter = 40);

    [Fact]
    public Task Scripts_are_flushed_again_and_again() => DisturbAsync(() => RepeatedlyAsync(() => Server.AskAsync("SCRIPT", "FLUSH")));

    private protected override Task<FaultAccount> OpenAsync() => FaultAccount.OpenAsync(b => b.UseRedisStore(Address));

    /// <summary>Disturbed by what stays as it is until it is healed.</summary>
    private Task WithAsync(Action begin) => DisturbAsync(async () =>
    {
        begin();
        await FaultAccount.PassAsync(Duration);
    });
}
