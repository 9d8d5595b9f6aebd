namespace Azu.Sessions.Conformance;

/// <summary>Lists and requests that meet in the store.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class IndexRaces<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>While sessions come, change and go, a walk meets each one that lasts exactly once.</summary>
    [Fact]
    public async Task A_walk_during_churn_meets_each_lasting_session_once()
    {
        var lasting = await CreatedAsync(50, _ => NewSession("alice"));
        var walks = Math.Max(1, RaceRounds.Of(Rig) / 10);
        var walked = false;
        await Together.RunAsync(WalkAllAsync, ComeAndGoAsync, ChangeAsync);

        async Task WalkAllAsync()
        {
            try
            {
                for (var i = 0; i < walks; i++)
                {
                    var query = (i % 2 == 0 ? SessionQuery.All : SessionQuery.BySubject("alice")) with { PageSize = 7 };
                    var times = (await WalkAsync(query)).GroupBy(record => record.Id).ToDictionary(group => group.Key, group => group.Count());
                    var wrong = lasting.Where(record => times.GetValueOrDefault(record.Id) != 1)
                        .Select(record => $"{record.Id} {times.GetValueOrDefault(record.Id)} times").ToList();
                    Assert.True(wrong.Count == 0,
                        $"In walk {i + 1} of {walks} through {(i % 2 == 0 ? "all sessions" : "those of \"alice\"")}, beside 2 writers, {wrong.Count} of " +
                            $"{lasting.Count} sessions were not met once: {string.Join(", ", wrong)}.");
                }
            }
            finally
            {
                Volatile.Write(ref walked, true);
            }
        }

        async Task ComeAndGoAsync()
        {
            while (!Volatile.Read(ref walked))
            {
                var passing = await CreatedAsync(NewSession("alice"));
                await Task.Yield();
                Assert.True(await Store.RemoveAsync(passing.Id, Token), $"RemoveAsync answered false for {passing}, which nothing else removes.");
            }
        }

        async Task ChangeAsync()
        {
            for (var i = 0; !Volatile.Read(ref walked); i++)
            {
                var current = await FoundAsync(lasting[i % lasting.Count].Id);
                await UpdatedAsync(current, current.Next());
                await Task.Yield();
            }
        }
    }

    /// <summary>Sign out everywhere misses no session: a confirmed sign-in is in the list.</summary>
    [Fact]
    public Task A_confirmed_sign_in_is_in_the_list_of_its_subject() => RoundsAsync(async (round, writers) =>
    {
        var subject = $"user {round}";
        await Together.RunAsync(writers, async i =>
        {
            var session = await CreatedAsync(NewBounded());
            await UpdatedAsync(session, session.Next() with { Subject = subject, Generation = 1 });
            Assert.True((await WalkAsync(SessionQuery.BySubject(subject))).Exists(listed => listed.Id == session.Id),
                $"The list of \"{subject}\" misses {session.Id}, whose sign-in was confirmed.");
            if (i % 2 == 0) await Store.RemoveAsync(session.Id, Token);
            return true;
        });
        var left = await WalkAsync(SessionQuery.BySubject(subject));
        Assert.True(left.Count == writers / 2, $"Of {writers} sign-ins {writers / 2} stayed; the list of \"{subject}\" holds {left.Count}.");
    }, mostWriters: 16);

    /// <summary>Sessions that change hands at once end in the list of their last subject, and in no other.</summary>
    [Fact]
    public Task Writers_that_move_one_session_leave_it_in_one_list() => RoundsAsync(async (round, writers) =>
    {
        var created = await CreatedAsync(NewSession($"{round} none"));
        await Together.RunAsync(writers, async i => await Store.UpdateAsync(created.Next() with { Subject = $"{round} {i}" }, created.Version, Token));
        var final = await FoundAsync(created.Id);
        await ExactlyAsync(SessionQuery.BySubject($"{round} none"));
        for (var i = 0; i < writers; i++)
        {
            await ExactlyAsync(SessionQuery.BySubject($"{round} {i}"), final.Subject == $"{round} {i}" ? [final] : []);
        }
    }, mostWriters: 8);

    /// <summary>Writers that follow one another: each write stands for a while, and its lists must not be undone by those of the write before.</summary>
    [Fact]
    public Task Writers_that_go_on_after_a_conflict_leave_the_session_in_the_list_of_the_last() => RoundsAsync(async (round, writers) =>
    {
        var created = await CreatedAsync(NewSession($"{round} none"));
        await Together.RunAsync(writers, async i =>
        {
            await MoveAsync(created, $"{round} {i}");
            return true;
        });
        var final = await FoundAsync(created.Id);
        Assert.True(final.Version == created.Version + writers,
            $"After {writers} writes of {created} its version is {final.Version} instead of {created.Version + writers}.");
        foreach (var subject in Enumerable.Range(0, writers).Select(i => $"{round} {i}").Append($"{round} none"))
        {
            var listed = (await WalkAsync(SessionQuery.BySubject(subject))).Count;
            Assert.True(listed == (final.Subject == subject ? 1 : 0),
                $"{final} belongs to \"{final.Subject}\", and the list of \"{subject}\" holds {listed} sessions.");
        }
    }, mostWriters: 8);

    // As the engine does: after a conflict the writer starts from what is stored.
    private async Task MoveAsync(SessionRecord from, string subject)
    {
        var current = from;
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            var result = await Store.UpdateAsync(current.Next() with { Subject = subject }, current.Version, Token);
            if (result.Outcome == UpdateOutcome.Updated) return;
            Assert.True(result.IsConflict(out var stored), $"UpdateAsync answered {result} for a session that is there.");
            current = stored;
        }
        Assert.Fail($"A writer that tried again was refused 10 000 times, the last time because of {current}.");
    }

    /// <summary>A clear beside writers leaves nothing of what was there when it began.</summary>
    [Fact]
    public Task A_clear_beside_writers_revives_nothing() => RoundsAsync(async (_, _) =>
    {
        var sessions = await CreatedAsync(20, _ => NewSession("alice"));
        await Together.RunAsync(
            async () => await Index.ClearAsync(null, cancellationToken: Token),
            async () =>
            {
                foreach (var session in sessions) await Store.UpdateAsync(session.Next(), session.Version, Token);
            },
            async () =>
            {
                foreach (var session in sessions) await Store.TouchAsync(session.Id, session.LastSeenAt.AddMinutes(1), session.ExpiresAt.AddMinutes(1), Token);
            });
        foreach (var session in sessions) await NotFoundAsync(session.Id);
        await ExactlyAsync(SessionQuery.BySubject("alice"));
    }, mostWriters: 2, Math.Max(1, RaceRounds.Of(Rig) / 10));
}
