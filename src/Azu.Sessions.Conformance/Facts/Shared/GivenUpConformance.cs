using System.Diagnostics;

namespace Azu.Sessions.Conformance;

/// <summary>
/// The engine gives an attempt up after its deadline and does not wait for it. Such a call may still be carried out, but it leaves nothing behind: no
/// lock, no open transaction, no connection that the next caller would find in the middle of something.
/// </summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class GivenUpConformance<TStore> : StoreFacts<TStore>
    where TStore : SharedStoreUnderTest, new()
{
    private const int MaxRounds = 40;

    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(30);

    /// <summary>A row that is read for update, and then not written.</summary>
    [Fact]
    public Task An_update_that_is_given_up_holds_nothing_up() =>
        HoldsNothingUpAsync((record, token) => Store.UpdateAsync(record.Next("""{"n":"given up"}""") with { Subject = "bob" }, record.Version, token).AsTask());

    /// <summary>A statement on one row.</summary>
    [Fact]
    public Task A_touch_that_is_given_up_holds_nothing_up() =>
        HoldsNothingUpAsync((record, token) => Store.TouchAsync(record.Id, record.LastSeenAt.AddMinutes(1), record.ExpiresAt.AddMinutes(1), token).AsTask());

    /// <summary>A record and its entries, of which some may be gone.</summary>
    [Fact]
    public Task A_removal_that_is_given_up_holds_nothing_up() =>
        HoldsNothingUpAsync((record, token) =>
            Store.RemoveAsync(record.Id, RemoveCondition.OfGeneration(record.Generation), SessionEndReason.SignedOut, null, token).AsTask());

    /// <summary>An id whose insert is under way.</summary>
    [Fact]
    public Task A_create_that_is_given_up_holds_nothing_up() =>
        HoldsNothingUpAsync((record, token) => Store.CreateAsync(record with { WriteId = SampleRecords.NewWriteId() }, token).AsTask());

    /// <summary>A reader whose rows are never taken.</summary>
    [Fact]
    public Task A_find_that_is_given_up_holds_nothing_up() => HoldsNothingUpAsync((record, token) => Store.FindAsync(record.Id, token).AsTask());

    private Task HoldsNothingUpAsync(Func<SessionRecord, CancellationToken, Task> call) => RoundsAsync(async (round, _) =>
    {
        var created = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var givenUp = Task.Run(() =>
        {
            started.SetResult();
            return call(created, stop.Token);
        }, Token);
        await started.Task;
        // A little later in each round, so that some round meets each moment of the call.
        await ForAWhileAsync(TimeSpan.FromMicroseconds(100 * (round % 20)));
        await stop.CancelAsync();

        await SoonAsync(Rig.OtherNode.TouchAsync(created.Id, created.LastSeenAt.AddMinutes(2), created.ExpiresAt.AddMinutes(2), Token).AsTask(),
            "touch of the same session by another node");
        await SoonAsync(Rig.OtherNode.UpdateAsync(created.Next(), created.Version, Token).AsTask(), "update of the same session by another node");
        await SoonAsync(Together.RunAsync(4, async _ => await Store.FindAsync(created.Id, Token)), "read by the same node");
        await SoonAsync(Store.CreateAsync(SampleRecords.SignedIn(Rig.Now, "alice"), Token).AsTask(), "create by the same node");
        await EndsAsync(givenUp);
    }, mostWriters: 1, MaxRounds);

    private async Task SoonAsync(Task next, string what)
    {
        try
        {
            await next.WaitAsync(Rig.Patience, Token);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"After a call was given up, the next {what} took longer than {Rig.Patience.TotalSeconds} s: the call left something behind, such " +
                "as an open transaction.");
        }
    }

    private static async Task EndsAsync(Task givenUp)
    {
        var ended = await Record.ExceptionAsync(() => givenUp.WaitAsync(s_end, Token));
        Assert.True(ended is null or OperationCanceledException or SessionStoreException,
            ended is TimeoutException
                ? $"A call that was given up did not end within {s_end.TotalSeconds} s: its connection is lost."
                : $"A call that was given up threw {ended}.");
    }

    private static async Task ForAWhileAsync(TimeSpan time)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;) await Task.Yield();
    }
}
