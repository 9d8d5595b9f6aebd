namespace Azu.Sessions.Tests;

/// <summary>A store that does what it is asked and loses the answer, or does it late.</summary>
public sealed class LostAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_single_writer_whose_answers_are_lost_neither_counts_twice_nor_fails()
    {
        await using var app = Repeating(memory => new EveryOtherAnswerLost(memory));
        var cookie = await app.CreateAsync(new());
        for (var i = 1; i <= 20; i++)
        {
            await app.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }));
            Assert.Equal(i, (await app.LoadAsync(cookie)).Data.Count);
        }
    }

    [Fact]
    public async Task Racing_writers_whose_answers_are_lost_count_what_was_confirmed_and_never_twice()
    {
        await using var app = Repeating(memory => new EveryOtherAnswerLost(memory));
        var cookie = await app.CreateAsync(new());
        var confirmed = (await Together.RunAsync(16, async i =>
        {
            var failure = await Record.ExceptionAsync(() =>
                app.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1, Cart = [.. d.Cart, $"{i}"] })));
            Assert.True(failure is null or SessionStoreException, failure?.ToString());
            return failure is null ? $"{i}" : null;
        })).OfType<string>().ToList();

        var seen = (await app.LoadAsync(cookie)).Data;
        Assert.Equal(seen.Cart.Length, seen.Count);
        Assert.Equal(seen.Cart.Distinct().Count(), seen.Count);
        Assert.Empty(confirmed.Except(seen.Cart));
    }

    [Fact]
    public async Task An_update_of_unknown_outcome_that_was_overtaken_fails_and_is_not_done_again()
    {
        SessionRecord? next = null;
        await using var app = Repeating(memory => new Script(memory)
        {
            // Carried out, the answer lost; before it is repeated, somebody else writes twice.
            Update = async (inner, record, expected, call) =>
            {
                if (call > 1) return await inner.UpdateAsync(record, expected, Token);
                await inner.UpdateAsync(record, expected, Token);
                next = record;
                for (ulong i = 1; i <= 2; i++) await inner.UpdateAsync(next = next with { Version = next.Version + 1, WriteId = i }, next.Version - 1, Token);
                throw new SessionStoreException("The answer was lost.");
            },
        });
        var cookie = await app.CreateAsync(new());
        var session = await app.LoadAsync(cookie);
        session.Update(d => d with { Count = d.Count + 1 });
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.CommitAsync());
        Assert.Equal(1, (await app.LoadAsync(cookie)).Data.Count);
    }

    [Fact]
    public async Task An_update_that_was_not_carried_out_and_was_overtaken_is_merged()
    {
        await using var app = Repeating(memory => new Script(memory)
        {
            Update = async (inner, record, expected, call) =>
            {
                if (call > 1) return await inner.UpdateAsync(record, expected, Token);
                var stored = (await inner.FindAsync(record.Id, Token))!;
                await inner.UpdateAsync(stored with { Version = stored.Version + 1, WriteId = 1 }, stored.Version, Token);
                throw new SessionStoreException("It was not carried out.");
            },
        });
        var cookie = await app.CreateAsync(new());
        await app.RequestAsync(cookie, s => s.Update(d => d with { Count = d.Count + 1 }));
        Assert.Equal(1, (await app.LoadAsync(cookie)).Data.Count);
    }

    [Fact]
    public async Task A_creation_whose_answer_is_lost_is_made_again_under_another_id_and_the_first_is_tidied_up()
    {
        CountingStore? counting = null;
        await using var app = Repeating(memory => counting = new(new ExecutesThenThrowsStore(memory, StoreOperations.Create, times: 1)));
        var session = await app.RequestAsync(null, s => s.Data = s.Data with { Name = "a" });
        Assert.Equal(2, counting![StoreOperations.Create]);
        Assert.Equal("a", (await app.LoadAsync(session.SentCookie)).Data.Name);
        Assert.Equal(2, app.Memory.SessionsHeld);
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Equal(1, app.Memory.SessionsHeld);
        Assert.NotNull(await app.RecordAsync(session.Id));
    }

    [Fact]
    [Trait("Requirement", "R-43")]
    public async Task A_sign_in_that_never_gets_an_answer_leaves_no_session_in_the_subjects_list()
    {
        await using var app = Repeating(memory => new ExecutesThenThrowsStore(memory, StoreOperations.Create));
        await Assert.ThrowsAsync<SessionStoreException>(async () => await app.New().SignInAsync("alice", Token));
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Empty(await app.Manager.ListBySubjectAsync("alice", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_removal_whose_answer_is_lost_is_confirmed_by_its_repetition()
    {
        await using var app = Repeating(memory => new ExecutesThenThrowsStore(memory, StoreOperations.Remove, times: 1));
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        var id = session.Id;
        await session.SignOutAsync(Token);
        Assert.Null(await app.RecordAsync(id));
    }

    [Theory]
    [InlineData(StoreOperations.Update)]
    [InlineData(StoreOperations.Touch)]
    [InlineData(StoreOperations.Create)]
    [Trait("Requirement", "R-38")]
    public async Task A_late_write_never_brings_a_removed_session_back(StoreOperations late)
    {
        LateStore? held = null;
        await using var app = new TestApp<Shop>(faults: memory => held = new(memory, late));
        await using var direct = new TestApp<Shop>(memory: app.Memory, clock: app.Clock);
        var cookie = await direct.CreateAsync(new());
        var session = late == StoreOperations.Create ? app.New() : await app.LoadAsync(cookie);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        if (late != StoreOperations.Touch) session.Data = session.Data with { Name = "late" };
        await Record.ExceptionAsync(async () => await session.CommitAsync());
        Assert.NotEqual(0, held!.Held);
        await direct.Manager.ClearAsync(cancellationToken: Token);

        await held.ReleaseAsync();
        held.Recover();
        await app.Engine.Removals.TryAllAsync(Token);

        Assert.Equal(0, app.Memory.SessionsHeld);
        Assert.True((await app.LoadAsync(cookie)).IsNew);
    }

    [Fact]
    [Trait("Requirement", "R-38")]
    public async Task A_late_update_overwrites_nothing_that_was_written_since()
    {
        LateStore? held = null;
        await using var app = new TestApp<Shop>(faults: memory => held = new(memory, StoreOperations.Update));
        await using var direct = new TestApp<Shop>(memory: app.Memory, clock: app.Clock);
        var cookie = await direct.CreateAsync(new());
        var late = await app.LoadAsync(cookie);
        late.Data = late.Data with { Name = "late" };
        await Assert.ThrowsAsync<SessionStoreException>(async () => await late.CommitAsync());
        await direct.RequestAsync(cookie, s => s.Data = s.Data with { Name = "newer" });
        await held!.ReleaseAsync();
        Assert.Equal("newer", (await direct.LoadAsync(cookie)).Data.Name);
    }

    private static TestApp<Shop> Repeating(Func<ISessionStore, ISessionStore> faults) => new(faults: faults, build: b => b.WithResilience(r =>
    {
        r.Retry.MaxAttempts = 3;
        r.Retry.Delay = TimeSpan.FromMilliseconds(1);
    }));

    private sealed class EveryOtherAnswerLost(ISessionStore inner) : ForwardingStore(inner)
    {
        private int _calls;

        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            var result = await Inner.UpdateAsync(record, expectedVersion, cancellationToken);
            return Interlocked.Increment(ref _calls) % 2 == 1 ? throw new SessionStoreException("The answer was lost.", record.Id) : result;
        }
    }

    private sealed class Script(ISessionStore inner) : ForwardingStore(inner)
    {
        private int _calls;

        public required Func<ISessionStore, SessionRecord, long, int, Task<UpdateResult>> Update { get; init; }

        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
            await Update(Inner, record, expectedVersion, ++_calls);
    }
}
