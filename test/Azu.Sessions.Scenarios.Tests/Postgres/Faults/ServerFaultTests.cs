namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>The server dies or stands still while people use the application.</summary>
[Trait("Requirement", "R-95")]
public sealed class KilledServerTests : DisturbedPostgres
{
    [Fact]
    public Task Killed_and_restarted() => DisturbAsync(async () =>
    {
        await Server.KillAsync();
        await FaultAccount.PassAsync(Duration);
        await Server.RestartAsync();
    });
}

public sealed class PausedServerTests : DisturbedPostgres
{
    [Fact]
    public Task Stopped_in_its_tracks() => DisturbAsync(async () =>
    {
        await Server.PauseAsync();
        await FaultAccount.PassAsync(Duration);
        await Server.ResumeAsync();
    });
}

public sealed class CutConnectionTests : DisturbedPostgres
{
    [Fact]
    public Task Connections_are_cut_again_and_again() => DisturbAsync(() => RepeatedlyAsync(TimeSpan.FromMilliseconds(100), () =>
    {
        Proxy.CutAll();
        return Task.CompletedTask;
    }), fails: false);
}
