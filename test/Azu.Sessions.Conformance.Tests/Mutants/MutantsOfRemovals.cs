namespace Azu.Sessions.Conformance.Tests;

/// <summary>Faults in removing, and in what happens to records that cannot be read.</summary>
internal static class MutantsOfRemovals
{
    public static IReadOnlyList<Mutant> All =>
    [
        Mutant.Caught<On.Condition<RemovesAnyway>>("A removal ignores its condition.", f => f.A_removal_by_generation_removes_that_generation_alone()),
        Mutant.Caught<On.Condition<RemovesEarlierGenerations>>("A removal by generation removes earlier generations of a rotated session too.", f =>
            f.A_removal_by_generation_removes_that_generation_alone()),
        Mutant.Caught<On.Condition<ZeroIsAny>>("A removal takes generation 0 for any.", f =>
            f.A_removal_by_generation_zero_is_no_removal_of_whatever_is_there()),
        Mutant.Caught<On.Condition<KnowsCurrentSecret>>("A removal compares the current secret alone.", f => f.A_removal_by_the_previous_secret_removes()),
        Mutant.Caught<On.Condition<KnowsPreviousSecret>>("A removal compares the previous secret alone.", f => f.A_removal_by_the_current_secret_removes()),
        Mutant.Caught<On.Condition<RemembersAllSecrets>>("A removal takes every secret that the session ever had.", f =>
            f.A_removal_by_any_other_secret_removes_nothing()),
        Mutant.Caught<On.Condition<RemovesTheUnknown>>("A conditional removal of an unknown session says that it removed.", f =>
            f.Of_an_unknown_session_nothing_is_removed()),
        Mutant.Caught<On.Condition<GenerationNeedsFirstSecret>>("A removal by generation 0 passes over sessions that rotated.", f =>
            f.A_removal_by_generation_asks_for_no_secret()),
        Mutant.Caught<On.Condition<ReturnsNothing>>("A removal does not return what it removed.", f => f.A_removal_returns_what_was_stored()),
        Mutant.Caught<On.Condition<ReturnsOldTimes>>("A removal returns the times of the last write.", f => f.A_removal_returns_what_was_stored()),
        Mutant.Caught<On.RemoveRace<LooksThenRemoves>>("A removal looks, and removes later.", f => f.Of_several_conditional_removals_exactly_one_removes()),
        Mutant.Caught<On.RemoveRace<RemovesWhatItRead>>("A removal by generation removes the version that it read.", f =>
            f.A_rotation_beside_a_removal_by_generation_does_not_save_the_session()),
        Mutant.Caught<On.RemoveRace<RemovesWhatFollowed>>("A removal by generation removes what followed its look.", f =>
            f.A_sign_in_beside_a_removal_by_generation_stays_whole_or_never_was()),
        Mutant.Caught<On.Expiry<AsksTheClock>>("A removal leaves an expired record.", f => f.An_expired_session_that_is_still_there_is_removed_and_reported()),
        Mutant.Caught<On.Unreadable<NewerIsAbsent>>("A record of a newer version is absent.", f => f.A_session_of_a_newer_version_is_refused()),
        Mutant.Caught<On.Unreadable<NewerIsRefusedOnce>>("A record of a newer version is refused once, and absent from then on.", f =>
            f.A_session_of_a_newer_version_is_refused()),
        Mutant.Caught<On.Unreadable<BrokenIsNewer>>("A broken record is refused as one of a newer version, where it is read.", f =>
            f.A_broken_session_is_absent()),
        Mutant.Caught<On.Unreadable<LeaksFormatException>>("An unreadable record is a FormatException.", f => f.A_session_of_a_newer_version_is_refused()),
        Mutant.Caught<On.Unreadable<ReadsBeforeRemoving>>("A removal must be able to read the record.", f =>
            f.An_unreadable_session_can_be_removed(Spoiling.Newer)),
        Mutant.Caught<On.Unreadable<RemovesUnreadableTwice>>("An unreadable record is removed as often as it is asked for.", f =>
            f.An_unreadable_session_can_be_removed(Spoiling.Newer)),
        Mutant.Caught<On.Unreadable<NewerIsNotThere>>("A condition does not hold for a record of a newer version.", f =>
            f.A_conditional_removal_of_a_session_of_a_newer_version_is_refused()),
        Mutant.Caught<On.Unreadable<BrokenIsRefused>>("A condition on a broken record is an exception.", f =>
            f.A_conditional_removal_of_a_broken_session_removes_nothing()),
        Mutant.Caught<On.Unreadable<CreatesOverNewer>>("A create replaces a record of a newer version.", f =>
            f.A_create_leaves_a_session_of_a_newer_version_alone()),
        Mutant.Caught<On.Unreadable<UpdatesOverNewer>>("An update replaces a record of a newer version.", f =>
            f.A_late_update_leaves_a_session_of_a_newer_version_alone()),
    ];

    private abstract class Removes : ReferenceStore
    {
        public sealed override async ValueTask<RemoveResult> RemoveAsync(
            SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return await RemoveAsync(id, condition, instead => base.RemoveAsync(id, instead, reason, actor, cancellationToken));
        }

        protected abstract ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, Func<RemoveCondition, ValueTask<RemoveResult>> remove);
    }

    /// <summary>Looks, and acts after another request has written.</summary>
    private abstract class RemovesLater : Removes
    {
        // Between looking and acting: until another request has written, or for 50 ms if none does.
        private volatile bool _hasRead;

        /// <summary>An update that meets a removal waits until that has read what the update is going to change.</summary>
        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            for (var i = 0; i < 50 && !_hasRead; i++) await Task.Delay(1, cancellationToken);
            return await base.UpdateAsync(record, expectedVersion, cancellationToken);
        }

        protected async Task ChangedAsync(SessionRecord seen)
        {
            _hasRead = true;
            for (var i = 0; i < 50 && (await FindAsync(seen.Id))?.Version == seen.Version; i++) await Task.Delay(1);
        }
    }

    private sealed class RemovesAnyway : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            remove(RemoveCondition.Always);
    }

    private sealed class ZeroIsAny : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            remove(condition.Generation == 0 ? RemoveCondition.Always : condition);
    }

    private sealed class KnowsCurrentSecret : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            condition.Secret is { } secret && Alive(id)?.SecretHash != secret ? new(RemoveResult.NotThere) : remove(condition);
    }

    private sealed class KnowsPreviousSecret : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            condition.Secret is { } secret && Alive(id)?.PreviousSecretHash != secret ? new(RemoveResult.NotThere) : remove(condition);
    }

    private sealed class RemembersAllSecrets : Removes
    {
        private readonly HashSet<(SessionId, SecretHash)> _had = [];

        public override SessionRecord Keep(SessionRecord record)
        {
            _had.Add((record.Id, record.SecretHash));
            return base.Keep(record);
        }

        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            remove(condition.Secret is { } secret && _had.Contains((id, secret)) ? RemoveCondition.Always : condition);
    }

    private sealed class RemovesTheUnknown : Removes
    {
        private readonly HashSet<SessionId> _known = [];

        public override SessionRecord Keep(SessionRecord record)
        {
            _known.Add(record.Id);
            return base.Keep(record);
        }

        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            condition.IsAlways || _known.Contains(id) ? remove(condition) : new(RemoveResult.Removed(null));
    }

    private sealed class RemovesEarlierGenerations : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            condition.Generation is { } generation && !Data.Spoilt.ContainsKey(id) && Alive(id) is { PreviousSecretHash: not null } stored
                && stored.Generation < generation
                ? remove(RemoveCondition.Always) : remove(condition);
    }

    private sealed class GenerationNeedsFirstSecret : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            condition.Generation == 0 && Alive(id)?.PreviousSecretHash is not null ? new(RemoveResult.NotThere) : remove(condition);
    }

    private sealed class ReturnsNothing : Removes
    {
        protected override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            (await remove(condition)).IsRemoved ? RemoveResult.Removed(null) : RemoveResult.NotThere;
    }

    private sealed class ReturnsOldTimes : Removes
    {
        private readonly Dictionary<SessionId, SessionRecord> _written = [];

        public override SessionRecord Keep(SessionRecord record) => _written[record.Id] = base.Keep(record);

        protected override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            await remove(condition) is var result && result.Record is null ? result : RemoveResult.Removed(_written[id]);
    }

    private sealed class LooksThenRemoves : Removes
    {
        protected override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove)
        {
            if (condition.IsAlways || await FindAsync(id) is not { } stored) return await remove(condition);
            if (!condition.Holds(stored)) return RemoveResult.NotThere;
            await Window.OpenAsync();
            await remove(RemoveCondition.Always);
            return RemoveResult.Removed(stored);
        }
    }

    private sealed class RemovesWhatItRead : RemovesLater
    {
        protected override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove)
        {
            if (condition.Generation is null || await FindAsync(id) is not { } stored) return await remove(condition);
            if (!condition.Holds(stored)) return RemoveResult.NotThere;
            await ChangedAsync(stored);
            return (await FindAsync(id))?.Version == stored.Version ? await remove(condition) : RemoveResult.NotThere;
        }
    }

    private sealed class RemovesWhatFollowed : RemovesLater
    {
        protected override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove)
        {
            if (condition.Generation is null || await FindAsync(id) is not { } stored) return await remove(condition);
            if (!condition.Holds(stored)) return RemoveResult.NotThere;
            await ChangedAsync(stored);
            return await remove(RemoveCondition.Always);
        }
    }

    private sealed class AsksTheClock : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            !Data.Spoilt.ContainsKey(id) && Alive(id) is null ? new(RemoveResult.NotThere) : remove(condition);
    }

    private sealed class NewerIsAbsent : ReferenceStore
    {
        public override bool IsReadable(SessionId id) => !Data.Spoilt.ContainsKey(id);
    }

    private sealed class NewerIsRefusedOnce : ReferenceStore
    {
        private readonly HashSet<SessionId> _refused = [];

        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
            Data.Spoilt.GetValueOrDefault(id, Spoiling.Broken) == Spoiling.Newer && !_refused.Add(id)
                ? new((SessionRecord?)null)
                : base.FindAsync(id, cancellationToken);
    }

    private sealed class BrokenIsNewer : ReferenceStore
    {
        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
            Data.Spoilt.GetValueOrDefault(id, Spoiling.Newer) == Spoiling.Broken
                ? throw new SessionUnreadableException("It cannot be read.", id)
                : base.FindAsync(id, cancellationToken);
    }

    private sealed class LeaksFormatException : ReferenceStore
    {
        public override bool IsReadable(SessionId id) => Data.Spoilt.ContainsKey(id) ? throw new FormatException("It cannot be read.") : true;
    }

    private sealed class ReadsBeforeRemoving : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            Data.Spoilt.ContainsKey(id) ? new(RemoveResult.NotThere) : remove(condition);
    }

    private sealed class RemovesUnreadableTwice : Removes
    {
        private readonly HashSet<SessionId> _unreadable = [];

        protected override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove)
        {
            var wasUnreadable = !_unreadable.Add(id);
            if (!Data.Spoilt.ContainsKey(id)) _unreadable.Remove(id);
            var result = await remove(condition);
            return wasUnreadable && condition.IsAlways ? RemoveResult.Removed(null) : result;
        }
    }

    private sealed class NewerIsNotThere : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            !condition.IsAlways && Data.Spoilt.ContainsKey(id) ? new(RemoveResult.NotThere) : remove(condition);
    }

    private sealed class BrokenIsRefused : Removes
    {
        protected override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition,
            Func<RemoveCondition, ValueTask<RemoveResult>> remove) =>
            !condition.IsAlways && Data.Spoilt.ContainsKey(id) ? throw new SessionUnreadableException("It cannot be read.", id) : remove(condition);
    }

    private sealed class CreatesOverNewer : ReferenceStore
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            if (Data.Spoilt.ContainsKey(record.Id)) Data.Remove(record.Id);
            return base.CreateAsync(record, cancellationToken);
        }
    }

    private sealed class UpdatesOverNewer : ReferenceStore
    {
        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            if (Data.Spoilt.Remove(record.Id)) Data.Records[record.Id] = record with { Version = expectedVersion };
            return base.UpdateAsync(record, expectedVersion, cancellationToken);
        }
    }
}
