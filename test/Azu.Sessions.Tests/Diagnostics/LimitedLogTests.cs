namespace Azu.Sessions.Tests;

/// <summary>An outage, or one client, cannot fill the log.</summary>
public sealed class LimitedLogTests
{
    private const int LoadFailed = 1;
    private const int StoreNotReady = 26;

    [Fact]
    public async Task An_outage_writes_a_line_in_ten_seconds_and_not_one_for_each_request()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new());
        failing!.Failing = StoreOperations.All;
        for (var i = 0; i < 100; i++) await app.LoadAsync(cookie);
        var line = Assert.Single(app.Log.Lines, l => l.Event == LoadFailed);
        Assert.Contains("because the test says so", line.Text, StringComparison.Ordinal);
        // No stack: it is the same in each request.
        Assert.DoesNotContain(" at ", line.Text, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.LoadAsync(cookie);
        Assert.Contains("99", app.Log.Lines.Last(l => l.Event == LoadFailed).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_named_at_the_start_and_the_application_starts()
    {
        await using var app = new TestApp<Shop>(faults: memory => new FailingStore(memory) { Failing = StoreOperations.All });
        await app.StartAsync();
        var line = Assert.Single(app.Log.Lines, l => l.Event == StoreNotReady);
        Assert.Contains("because the test says so", line.Text, StringComparison.Ordinal);
    }
}
