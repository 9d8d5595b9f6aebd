namespace Azu.Sessions.Conformance;

/// <summary>
/// A call whose token is cancelled before it starts throws <see cref="OperationCanceledException"/> and does nothing. (One that is cancelled
/// on its way may have been carried out; that is the caller's uncertainty, and no fact.)
/// </summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class CancellationConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    private static readonly CancellationToken s_cancelled = new(canceled: true);

    /// <summary>Reading.</summary>
    [Fact]
    public async Task A_cancelled_find_throws()
    {
        var created = await CreatedAsync(NewSession());
        await CancelledAsync(async () => await Store.FindAsync(created.Id, s_cancelled));
    }

    /// <summary>Creating.</summary>
    [Fact]
    public async Task A_cancelled_create_throws_and_creates_nothing()
    {
        var record = NewSession();
        await CancelledAsync(async () => await Store.CreateAsync(record, s_cancelled));
        await NotFoundAsync(record.Id);
    }

    /// <summary>Updating.</summary>
    [Fact]
    public async Task A_cancelled_update_throws_and_changes_nothing()
    {
        var created = await CreatedAsync(NewSession());
        await CancelledAsync(async () => await Store.UpdateAsync(created.Next("""{"n":2}"""), created.Version, s_cancelled));
        SameRecord.Assert(created, await FoundAsync(created.Id));
    }

    /// <summary>Touching.</summary>
    [Fact]
    public async Task A_cancelled_touch_throws_and_changes_nothing()
    {
        var created = await CreatedAsync(NewSession());
        await CancelledAsync(async () => await Store.TouchAsync(created.Id, created.LastSeenAt.AddMinutes(1), created.ExpiresAt.AddMinutes(1), s_cancelled));
        SameRecord.Assert(created, await FoundAsync(created.Id));
    }

    /// <summary>Removing.</summary>
    [Fact]
    public async Task A_cancelled_remove_throws_and_removes_nothing()
    {
        var created = await CreatedAsync(NewSession());
        await CancelledAsync(async () => await Store.RemoveAsync(created.Id, s_cancelled));
        SameRecord.Assert(created, await FoundAsync(created.Id));
    }

    private static Task CancelledAsync(Func<Task> call) => Assert.ThrowsAnyAsync<OperationCanceledException>(call);
}
