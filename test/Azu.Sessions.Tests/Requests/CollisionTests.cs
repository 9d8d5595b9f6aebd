namespace Azu.Sessions.Tests;

/// <summary>An id that is taken belongs to another session, which must not notice.</summary>
[Trait("Requirement", "R-07")]
public sealed class CollisionTests
{
    [Fact]
    public async Task An_id_that_another_session_has_is_given_up_and_the_other_session_stays_as_it_is()
    {
        TakenStore? taken = null;
        await using var app = new TestApp<Shop>(faults: store => taken = new(store, collisions: 2));
        var session = app.New();
        session.Data = session.Data with { Name = "ann" };
        await session.CommitAsync();

        Assert.Equal("ann", (await app.StoredAsync(session.Id)).Name);
        Assert.Equal(2, taken!.Owners.Count);
        foreach (var owner in taken.Owners)
        {
            Assert.NotEqual(owner.Id, session.Id);
            SameRecord.Assert(owner, await app.RecordAsync(owner.Id));
        }
    }

    [Fact]
    public async Task A_store_that_says_of_every_id_that_it_is_taken_is_an_error_and_no_session()
    {
        await using var app = new TestApp<Shop>(faults: store => new TakenStore(store, collisions: int.MaxValue));
        var session = app.New();
        session.Data = session.Data with { Name = "ann" };
        var refused = await Assert.ThrowsAsync<SessionStoreException>(async () => await session.CommitAsync());
        Assert.Contains("CreateAsync", refused.Message, StringComparison.Ordinal);
        Assert.Null(session.SentCookie);
    }

    /// <summary>A store in which the first ids that are tried turn out to belong to other sessions.</summary>
    private sealed class TakenStore(ISessionStore inner, int collisions) : ForwardingStore(inner)
    {
        public List<SessionRecord> Owners { get; } = [];

        protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
        {
            if (call.Operation == StoreOperations.Create && Owners.Count < collisions)
            {
                var owner = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "owner") with { Id = call.Id };
                Assert.True(await Inner.CreateAsync(owner, call.CancellationToken));
                Owners.Add(owner);
            }

            return await execute(call.CancellationToken);
        }
    }
}
