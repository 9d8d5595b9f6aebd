namespace Azu.Sessions.Conformance;

/// <summary>
/// An infrastructure that cannot be reached is a <see cref="SessionStoreException"/> in every operation. The engine retries, breaks the circuit and
/// logs by that type; an exception of a driver would pass through as a mistake of the application.
/// </summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class UnreachableConformance<TStore> : StoreFacts<TStore>
    where TStore : SharedStoreUnderTest, new()
{
    private ISessionStore Unreachable =>
        Rig.Unreachable ?? throw new InvalidOperationException($"{typeof(TStore).Name}.{nameof(StoreUnderTest.Unreachable)} is null: give a store whose " +
            "infrastructure cannot be reached.");

    /// <summary>Finding.</summary>
    [Fact]
    public Task A_find_throws_a_store_exception() => FailsAsync(async () => await Unreachable.FindAsync(SessionId.New(), Token));

    /// <summary>Creating.</summary>
    [Fact]
    public Task A_create_throws_a_store_exception() => FailsAsync(async () => await Unreachable.CreateAsync(SampleRecords.SignedIn(Rig.Now, "alice"), Token));

    /// <summary>Updating.</summary>
    [Fact]
    public Task An_update_throws_a_store_exception() =>
        FailsAsync(async () => await Unreachable.UpdateAsync(SampleRecords.SignedIn(Rig.Now, "alice").Next(), 1, Token));

    /// <summary>Touching.</summary>
    [Fact]
    public Task A_touch_throws_a_store_exception() =>
        FailsAsync(async () => await Unreachable.TouchAsync(SessionId.New(), Rig.Now, Rig.Now.AddHours(1), Token));

    /// <summary>Removing, on any condition.</summary>
    [Fact]
    public async Task A_removal_throws_a_store_exception()
    {
        foreach (var condition in (RemoveCondition[])[RemoveCondition.Always, RemoveCondition.OfGeneration(0),
            RemoveCondition.OfSecret(SampleRecords.NewSecretHash())])
        {
            await FailsAsync(async () => await Unreachable.RemoveAsync(SessionId.New(), condition, SessionEndReason.Deleted, cancellationToken: Token));
        }
    }

    /// <summary>Administration, where there is any.</summary>
    [Fact]
    public async Task Administration_throws_a_store_exception()
    {
        if (Rig.Index is null) return;
        var index = Rig.UnreachableIndex
            ?? throw new InvalidOperationException($"{typeof(TStore).Name}.{nameof(StoreUnderTest.UnreachableIndex)} is null although the store has an index.");
        await FailsAsync(async () => await index.ListAsync(SessionQuery.All, null, Token));
        await FailsAsync(async () => await index.ListIdsAsync(SessionQuery.BySubject("alice"), null, Token));
        await FailsAsync(async () => await index.CountAsync(SessionQuery.All, Token));
        await FailsAsync(async () => await index.ClearAsync(null, cancellationToken: Token));
        // A store that forgets by itself has nothing to ask.
        if (Rig.Store.Capabilities.HasFlag(SessionCapabilities.ReportsExpiry)) await FailsAsync(async () => await index.RemoveExpiredAsync(100, Token));
        // A store without a cheap answer has none, whether or not it can be reached.
        var refused = await Record.ExceptionAsync(async () => Assert.Null(await index.EstimateCountAsync(Token)));
        Assert.True(refused is null or SessionStoreException, $"EstimateCountAsync threw {refused}.");
    }

    /// <summary>What a store offers beside its contract.</summary>
    [Fact]
    public async Task Optional_operations_throw_a_store_exception()
    {
        if (Unreachable is ISessionPresence presence) await FailsAsync(async () => await presence.FindEndedAsync([new(SessionId.New(), null)], Token));
        if (Unreachable is IPreparedStore prepared) await FailsAsync(async () => await prepared.PrepareAsync(Token));
        if (Unreachable is ISessionClock clock) await FailsAsync(async () => await clock.GetTimeAsync(Token));
        if (Unreachable is not ISessionNodes nodes) return;
        await FailsAsync(async () => await nodes.NoteNodeAsync("node", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), Token));
        await FailsAsync(async () => await nodes.FindLongestLagAsync(Token));
    }

    private static async Task FailsAsync(Func<Task> call)
    {
        var thrown = await Record.ExceptionAsync(call);
        Assert.True(thrown is SessionStoreException and not SessionUnreadableException,
            $"A store that cannot reach its infrastructure throws {nameof(SessionStoreException)}; it threw {thrown?.ToString() ?? "nothing"}.");
    }
}
