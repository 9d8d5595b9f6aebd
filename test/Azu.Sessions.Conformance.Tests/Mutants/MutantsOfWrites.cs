namespace Azu.Sessions.Conformance.Tests;

/// <summary>Faults in creating, updating and touching, as they come from statements that are a little wrong.</summary>
internal static class MutantsOfWrites
{
    public static IReadOnlyList<Mutant> All =>
    [
        Mutant.Caught<On.Touch<CountsChangedRows>>("A touch answers by the rows that it changed.", f => f.A_touch_never_moves_a_time_back()),
        Mutant.Caught<On.Race<ReadsWithoutLock>>("An update reads, and writes later.", f => f.Writers_of_one_session_lose_no_update()),
        Mutant.Caught<On.Update<ReadsASnapshot>>("An update compares with a snapshot of before.", f => f.Each_update_builds_on_the_one_before()),
        Mutant.Caught<On.Update<WritesAnyVersion>>("An update names no version.", f => f.An_update_of_an_older_version_is_a_conflict_and_writes_nothing()),
        Mutant.Caught<On.Create<IgnoresDuplicates>>("A create that finds its own record answers false.", f =>
            f.Create_repeated_with_the_same_write_id_answers_true()),
        Mutant.Caught<On.Create<Replaces>>("A create replaces what is there.", f => f.Create_never_overwrites()),
        Mutant.Caught<On.Create<AlwaysCreated>>("A create always answers true.", f => f.Create_never_overwrites()),
        Mutant.Caught<On.Race<TellsLosersThatTheyWon>>("An update that lost says that it stands.", f => f.Writers_of_one_session_lose_no_update()),
        Mutant.Caught<On.Touch<PastTheEnd>>("A touch moves the expiry past the absolute end.", f => f.A_touch_never_moves_the_expiry_past_the_absolute_one()),
        Mutant.Caught<On.Touch<MixesTimes>>("A touch takes each of the two times by itself.", f => f.A_touch_takes_one_pair_of_times_whole()),
        Mutant.Caught<On.Update<ForgetsTouches>>("An update takes back what a touch has given.", f =>
            f.An_update_keeps_the_later_of_the_stored_and_the_given_times()),
        Mutant.Caught<On.Update<KeepsTimesOfTheGenerationBefore>>("A sign-in keeps later times of before it.", f =>
            f.An_update_into_another_generation_takes_the_given_times_also_where_they_are_earlier()),
        Mutant.Caught<On.TwoNodes<NeverCommits>>("A write is seen by the node that made it alone.", f => f.Every_confirmed_write_is_seen_by_the_other_node()),
        Mutant.Caught<On.Expiry<ExpiredIsTaken>>("A create finds an expired row and answers false.", f =>
            f.A_create_replaces_an_expired_session_under_the_same_id()),
        Mutant.Caught<On.Expiry<EndingIsGone>>("An update that ends the session answers Gone.", f =>
            f.An_update_whose_absolute_time_is_over_leaves_nothing_to_find()),
        Mutant.Caught<On.Race<RefusesForEver>>("An update answers with a conflict, whatever is stored.", f => f.Writers_that_try_again_all_get_through()),
        Mutant.Caught<On.Race<RepeatsNoDeadLock>>("A dead-lock between a removal and an update is thrown instead of repeated.", f =>
            f.After_a_confirmed_removal_no_writer_brings_the_session_back()),
        Mutant.Allowed<On.Race<RepeatableRead>>("Each update reads a snapshot of its own, and is repeated when it meets another.", f =>
            f.Writers_that_try_again_all_get_through()),
        Mutant.Allowed<On.Race<OneAtATime>>("One writer at a time, for all sessions: slower, and right.", f => f.Writers_that_try_again_all_get_through()),
    ];

    private sealed class CountsChangedRows : ReferenceStore
    {
        public override async ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default)
        {
            var before = await FindAsync(id, cancellationToken);
            return await base.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken) && before != await FindAsync(id, cancellationToken)
                && before?.ExpiresAt < expiresAt;
        }
    }

    private sealed class ReadsASnapshot : ReferenceStore
    {
        private readonly Dictionary<SessionId, long> _seen = [];

        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                if (Alive(record.Id) is not { } stored) return new(UpdateResult.Gone);
                _seen.TryAdd(record.Id, stored.Version);
                return _seen[record.Id] == expectedVersion ? base.UpdateAsync(record, stored.Version, cancellationToken) : new(UpdateResult.Conflict(stored));
            }
        }
    }

    private sealed class WritesAnyVersion : ReferenceStore
    {
        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return base.UpdateAsync(record, Alive(record.Id)?.Version ?? expectedVersion, cancellationToken);
        }
    }

    private sealed class IgnoresDuplicates : ReferenceStore
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return Alive(record.Id) is null ? base.CreateAsync(record, cancellationToken) : new(false);
        }
    }

    private sealed class Replaces : ReferenceStore
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                Data.Remove(record.Id);
                return base.CreateAsync(record, cancellationToken);
            }
        }
    }

    private sealed class AlwaysCreated : ReferenceStore
    {
        public override async ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            await base.CreateAsync(record, cancellationToken);
            return true;
        }
    }

    private sealed class TellsLosersThatTheyWon : ReferenceStore
    {
        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            var result = await base.UpdateAsync(record, expectedVersion, cancellationToken);
            return result.Outcome == UpdateOutcome.Conflict ? UpdateResult.Updated(record) : result;
        }
    }

    private sealed class PastTheEnd : ReferenceStore
    {
        public override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                if (Alive(id) is not { } stored) return new(false);
                if (expiresAt > stored.ExpiresAt) Data.Records[id] = stored with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt };
                return new(true);
            }
        }
    }

    private sealed class MixesTimes : ReferenceStore
    {
        public override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                if (Alive(id) is not { } stored) return new(false);
                var later = (stored with { ExpiresAt = expiresAt }).KeepingLaterTimes(stored);
                Data.Records[id] = later with { LastSeenAt = lastSeenAt > stored.LastSeenAt ? lastSeenAt : stored.LastSeenAt };
                return new(true);
            }
        }
    }

    private sealed class KeepsTimesOfTheGenerationBefore : ReferenceStore
    {
        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                var given = Alive(record.Id) is { } stored ? (record with { Generation = stored.Generation }).KeepingLaterTimes(stored) : record;
                return base.UpdateAsync(given with { Generation = record.Generation }, expectedVersion, cancellationToken);
            }
        }
    }

    private sealed class ForgetsTouches : ReferenceStore
    {
        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                if (Alive(record.Id) is not { } stored || stored.Version != expectedVersion) return base.UpdateAsync(record, expectedVersion,
                    cancellationToken);
                Data.Records[record.Id] = Keep(record);
                return new(UpdateResult.Updated(record));
            }
        }
    }

    private sealed class NeverCommits : ReferenceStore
    {
        private readonly ReferenceStore _own = new();

        public override async ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
            await _own.CreateAsync(record with { ExpiresAt = DateTimeOffset.MaxValue }, cancellationToken);
    }

    private sealed class ExpiredIsTaken : ReferenceStore
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return Data.Records.TryGetValue(record.Id, out var stored) && !IsAlive(stored)
                ? new(false)
                : base.CreateAsync(record, cancellationToken);
        }
    }

    private sealed class EndingIsGone : ReferenceStore
    {
        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            var result = await base.UpdateAsync(record, expectedVersion, cancellationToken);
            return result.Current is { } current && !IsAlive(current) ? UpdateResult.Gone : result;
        }
    }

    private sealed class RefusesForEver : ReferenceStore
    {
        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return new(Alive(record.Id) is { } stored ? UpdateResult.Conflict(stored) : UpdateResult.Gone);
        }
    }

    // The update locks the row and then the entries, the removal the entries and then the row. The database ends one of them.
    private sealed class RepeatsNoDeadLock : ReferenceStore
    {
        private readonly HashSet<SessionId> _updating = [];

        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) _updating.Add(record.Id);
            await Window.OpenAsync();
            lock (Data.Lock)
            {
                _updating.Remove(record.Id);
                return base.UpdateAsync(record, expectedVersion, cancellationToken).Result;
            }
        }

        public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                if (_updating.Contains(id)) throw new SessionStoreException("Dead-lock found. Restart the transaction.", id);
                return base.RemoveAsync(id, condition, reason, actor, cancellationToken);
            }
        }
    }

    private sealed class RepeatableRead : ReferenceStore
    {
        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            while (true)
            {
                var snapshot = await FindAsync(record.Id, cancellationToken);
                await Task.Yield();
                lock (Data.Lock)
                {
                    if (Alive(record.Id)?.Version == snapshot?.Version) return base.UpdateAsync(record, expectedVersion, cancellationToken).Result;
                }
            }
        }
    }

    private sealed class OneAtATime : ReferenceStore
    {
        private readonly SemaphoreSlim _one = new(1);

        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            await _one.WaitAsync(cancellationToken);
            try
            {
                await Task.Yield();
                return await base.UpdateAsync(record, expectedVersion, cancellationToken);
            }
            finally
            {
                _one.Release();
            }
        }
    }
}
