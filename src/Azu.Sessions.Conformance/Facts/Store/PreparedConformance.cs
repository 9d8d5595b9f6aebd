namespace Azu.Sessions.Conformance;

/// <summary>For stores that are <see cref="IPreparedStore"/>: preparing is a check, and harms nothing that is stored.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class PreparedConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    private IPreparedStore Prepared =>
        Store as IPreparedStore
            ?? throw new InvalidOperationException($"{typeof(TStore).Name} gives no {nameof(IPreparedStore)}, so {GetType().Name} does not apply to it: " +
            "remove that class.");

    /// <summary>Each start of the application prepares, beside nodes that run.</summary>
    [Fact]
    public async Task Preparing_again_leaves_the_sessions_alone()
    {
        await Prepared.PrepareAsync(Token);
        var created = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        await Prepared.PrepareAsync(Token);
        SameRecord.Assert(created, await FoundAsync(created.Id));
        await UpdatedAsync(created, created.Next());
    }

    /// <summary>Several nodes start at once.</summary>
    [Fact]
    public async Task Nodes_may_prepare_at_once()
    {
        var failures = await Together.RunAsync(4, async _ => await Record.ExceptionAsync(async () => await Prepared.PrepareAsync(Token)));
        Assert.True(failures.All(failure => failure is null),
            $"Of four nodes that prepared at once one failed: {failures.FirstOrDefault(failure => failure is not null)}");
        await CreatedAsync(NewSession());
    }
}
