using static Azu.Sessions.Tests.MemoryStoreFixture;

namespace Azu.Sessions.Tests;

public sealed class MemoryStoreRaceTests
{
    private const int Rounds = 200;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_and_a_touch_at_once_both_stand()
    {
        var at = new MemoryStoreFixture();
        for (var round = 0; round < Rounds; round++)
        {
            var record = await at.CreateAsync();
            var later = at.Now + TimeSpan.FromMinutes(1);

            await TogetherAsync(
                async () => Assert.Equal(UpdateOutcome.Updated, (await at.Store.UpdateAsync(record.Next(), 1, Cancellation)).Outcome),
                async () => Assert.True(await at.Store.TouchAsync(record.Id, later, later + IdleTimeout, Cancellation)));

            var stored = (await at.Store.FindAsync(record.Id, Cancellation))!;
            Assert.Equal((2, later, later + IdleTimeout), (stored.Version, stored.LastSeenAt, stored.ExpiresAt));
        }
    }

    [Fact]
    public async Task An_update_against_an_eviction_ends_in_one_of_the_two()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var at = new MemoryStoreFixture(maxSessions: 1);
            var record = await at.CreateAsync();
            UpdateResult result = default;

            await TogetherAsync(
                async () => result = await at.Store.UpdateAsync(record.Next(), 1, Cancellation),
                async () => await at.CreateAsync());

            // The newcomer is in, and the other gave way: before the update, which then found nothing, or after it.
            Assert.False(await at.HasAsync(record));
            Assert.Equal(result.Outcome == UpdateOutcome.Updated ? 2 : 1, Assert.Single(at.Evicted).Version);
            Assert.Equal(1, at.Store.SessionsHeld);
        }
    }

    [Fact]
    public async Task A_session_that_signs_in_while_room_is_made_is_kept_or_was_gone_before()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var at = new MemoryStoreFixture(maxSessions: 1);
            var record = await at.CreateAsync();
            UpdateResult result = default;
            var created = false;

            await TogetherAsync(
                async () => result = await at.Store.UpdateAsync(record.Next() with { Subject = "alice" }, 1, Cancellation),
                async () => created = await CreatesAsync(at));

            Assert.Equal(result.Outcome == UpdateOutcome.Updated, await at.HasAsync(record));
            Assert.Equal(result.Outcome == UpdateOutcome.Gone, created);
        }
    }

    [Fact]
    public async Task The_bounds_hold_while_many_create_at_once()
    {
        var at = new MemoryStoreFixture(maxSessions: 50);
        at.Store.Evicted = null;

        await TogetherAsync([.. Enumerable.Range(0, 8).Select(_ => (Func<Task>)(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                await at.CreateAsync();
                Assert.InRange(at.Store.SessionsHeld, 0, 50);
            }
        }))]);

        Assert.Equal(at.Store.SessionsHeld, (await at.ListAsync(SessionQuery.All)).Count);
    }

    [Fact]
    public async Task A_list_by_subject_misses_no_session_whose_subject_comes_and_goes()
    {
        var at = new MemoryStoreFixture();
        var stays = SessionQuery.ByIndex("tenant", "a");
        var record = at.Record() with { Indexes = [new("tenant", "a")] };
        await at.Store.CreateAsync(record, Cancellation);
        var writing = true;

        // Every version has the entry, so every look must find it, while two writers bring the session in and out of subjects.
        await TogetherAsync(
            WriteAsync,
            WriteAsync,
            async () =>
            {
                while (Volatile.Read(ref writing)) Assert.Single((await at.Store.ListAsync(stays, null, Cancellation)).Records);
            });

        var last = (await at.Store.FindAsync(record.Id, Cancellation))!;
        Assert.Single(await at.ListAsync(SessionQuery.BySubject(last.Subject!)));
        await at.Store.RemoveAsync(record.Id, Cancellation);
        Assert.Equal(0, at.Store.KeysHeld);

        async Task WriteAsync()
        {
            for (var i = 0; i < 5_000; i++)
            {
                var current = (await at.Store.FindAsync(record.Id, Cancellation))!;
                SessionIndexEntry[] indexes = i % 3 == 0 ? [new("tenant", "a")] : [new("tenant", "b"), new("tenant", "a")];
                var next = current.Next() with { Subject = $"user {i % 2}", Indexes = indexes };
                var result = await at.Store.UpdateAsync(next, current.Version, Cancellation);
                if (result.Outcome != UpdateOutcome.Updated) continue;
                // What this writer wrote last may be gone again, but whatever is stored now stands under its subject.
                var stored = (await at.Store.FindAsync(record.Id, Cancellation))!;
                if (await FoundUnderAsync(stored.Subject!)) continue;
                var now = (await at.Store.FindAsync(record.Id, Cancellation))!;
                Assert.NotEqual(stored.Version, now.Version);
            }
            Volatile.Write(ref writing, false);
        }

        async Task<bool> FoundUnderAsync(string subject) =>
            (await at.Store.ListAsync(SessionQuery.BySubject(subject), null, Cancellation)).Records.Count == 1;
    }

    [Fact]
    public async Task A_key_whose_last_session_leaves_keeps_the_one_that_comes()
    {
        var lookup = new SessionLookup<string>();

        await TogetherAsync(ComeAndGoAsync, ComeAndGoAsync, ComeAndGoAsync);

        Assert.Equal(0, lookup.Keys);

        Task ComeAndGoAsync()
        {
            var id = SessionId.New();
            for (var i = 0; i < 200_000; i++)
            {
                lookup.Add("alice", id);
                Assert.Contains(id, lookup.Find("alice"));
                lookup.Remove("alice", id);
                Assert.DoesNotContain(id, lookup.Find("alice"));
            }
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_touch_against_the_sweep_keeps_the_session_or_comes_too_late()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var at = new MemoryStoreFixture();
            var record = await at.CreateAsync();
            at.Clock.Advance(UntilGone - TimeSpan.FromTicks(1));
            var touched = false;
            var swept = 0;

            await TogetherAsync(
                async () => touched = await at.Store.TouchAsync(record.Id, at.Now, at.Now + IdleTimeout, Cancellation),
                async () =>
                {
                    at.Clock.Advance(TimeSpan.FromTicks(1));
                    swept = (await at.Store.RemoveExpiredAsync(10, Cancellation)).Records.Count;
                });

            Assert.Equal(touched ? 0 : 1, swept);
            Assert.Equal(touched, await at.HasAsync(record));
        }
    }

    private static async Task<bool> CreatesAsync(MemoryStoreFixture at)
    {
        try
        {
            return await at.Store.CreateAsync(at.Record(), Cancellation);
        }
        catch (SessionStoreException)
        {
            return false;
        }
    }

    /// <summary>Runs all of it on threads of its own that start at the same moment.</summary>
    private static async Task TogetherAsync(params Func<Task>[] works)
    {
        using var start = new Barrier(works.Length);
        await Task.WhenAll(works.Select(work => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait(Cancellation);
                await work();
            },
            Cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }
}
