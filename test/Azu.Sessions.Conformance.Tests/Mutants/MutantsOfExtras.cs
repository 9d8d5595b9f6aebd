using System.Runtime.CompilerServices;

namespace Azu.Sessions.Conformance.Tests;

/// <summary>Faults in what a store may offer beside its contract.</summary>
internal static class MutantsOfExtras
{
    public static IReadOnlyList<Mutant> All =>
    [
        Mutant.Caught<On.Presence<ForgetsTheSubject>>("Presence does not compare subjects.", f =>
            f.A_session_that_changed_hands_has_ended_for_its_old_subject()),
        Mutant.Caught<On.Presence<PresenceFoldsCase>>("Presence compares subjects without regard to case.", f =>
            f.A_session_that_changed_hands_has_ended_for_its_old_subject()),
        Mutant.Caught<On.Presence<NullIsASubject>>("Presence takes no subject for a subject.", f =>
            f.A_session_that_changed_hands_has_ended_for_its_old_subject()),
        Mutant.Caught<On.Presence<NewerHasEnded>>("Presence takes a record of a newer version for ended.", f => f.A_session_of_a_newer_version_has_not_ended()),
        Mutant.Caught<On.Presence<ExpiredIsPresent>>("Presence takes an expired record for present.", f => f.Expired_sessions_have_ended()),
        Mutant.Caught<On.Presence<AnswersAHundred>>("Presence answers for the first hundred.", f => f.A_thousand_sessions_are_told_apart_at_once()),
        Mutant.Caught<On.Presence<KeepsTheRemoved>>("Presence goes by a list of ids that a removal does not touch.", f =>
            f.Removed_and_unknown_sessions_have_ended()),
        Mutant.Caught<On.Presence<PadsItsQuestion>>("Presence pads an empty question with an id of zeros.", f => f.Of_no_sessions_none_has_ended()),
        Mutant.Caught<On.Presence<EndsAtNul>>("Presence compares subjects up to a NUL.", f => f.Subjects_of_any_text_are_compared("NUL")),
        Mutant.Caught<On.Presence<PresenceIgnoresTheToken>>("Presence ignores its token.", f => f.A_cancelled_question_throws()),
        Mutant.Caught<On.Prepared<ReplacesTables>>("Preparing replaces the tables by empty ones.", f => f.Preparing_again_leaves_the_sessions_alone()),
        Mutant.Caught<On.Prepared<PreparesAlone>>("Two nodes cannot prepare at once.", f => f.Nodes_may_prepare_at_once()),
        Mutant.Caught<On.Nodes<RoundsDown>>("A lag is rounded down.", f => f.A_lag_is_rounded_up_to_the_millisecond(10_001, 2)),
        Mutant.Caught<On.Nodes<NeverLapses>>("A note never lapses.", f => f.A_note_lapses_after_its_lifetime()),
        Mutant.Caught<On.Nodes<KeepsTheLongest>>("The longest lag of a node stays while no other node is noted.", f =>
            f.A_node_that_is_noted_again_replaces_its_note()),
        Mutant.Caught<On.Nodes<NotesAlone>>("Notes are a node's own.", f => f.The_longest_lag_of_all_nodes_counts()),
        Mutant.Caught<On.Nodes<NotesOfAll>>("Notes of all applications are in one table.", f => f.A_neighbours_nodes_do_not_count()),
        Mutant.Caught<On.Nodes<NotesAreLines>>("A node whose name has a line break is noted twice.", f => f.A_node_may_have_any_name("line breaks")),
        Mutant.Caught<On.Nodes<NotesIgnoreTheToken>>("A note ignores its token.", f => f.A_cancelled_note_throws_and_notes_nothing()),
        Mutant.Caught<On.Nodes<ZeroBeforeTheFirst>>("Before the first note there is a lag of 0.", f => f.Without_a_node_there_is_no_lag()),
        Mutant.Caught<On.Clocks<TimeOfTheFirstCall>>("The clock stands still at its first call, as the time of a transaction does.", f =>
            f.The_time_is_that_of_the_moment_at_which_it_is_told()),
        Mutant.Caught<On.Clocks<LocalTime>>("The clock tells local time for UTC.", f => f.The_time_is_that_of_the_moment_at_which_it_is_told()),
        Mutant.Caught<On.Clocks<ClockIgnoresTheToken>>("The clock ignores its token.", f => f.A_caller_that_has_given_up_is_told_so()),
        Mutant.Caught<On.Estimate<NeverCounted>>("An estimate that was never made is -1.", f => f.An_estimate_is_never_below_zero()),
        Mutant.Caught<On.Estimate<IgnoresTheToken>>("An estimate ignores its token.", f => f.A_cancelled_estimate_throws_where_there_is_one()),
        Mutant.Allowed<On.Estimate<NoEstimate>>("There is no cheap answer.", f => f.An_estimate_is_never_below_zero()),
    ];

    private sealed class ForgetsTheSubject : CompleteReferenceStore
    {
        public override bool HasEnded(SessionPresence known) => base.HasEnded(known with { Subject = null });
    }

    private sealed class PresenceFoldsCase : CompleteReferenceStore
    {
        public override bool HasEnded(SessionPresence known) =>
            base.HasEnded(known with { Subject = null })
            || (known.Subject is { } subject && !Data.Spoilt.ContainsKey(known.Id)
                && !subject.Equals(Alive(known.Id)?.Subject, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class NullIsASubject : CompleteReferenceStore
    {
        public override bool HasEnded(SessionPresence known) => Alive(known.Id)?.Subject != known.Subject;
    }

    private sealed class NewerHasEnded : CompleteReferenceStore
    {
        public override bool HasEnded(SessionPresence known) => Data.Spoilt.ContainsKey(known.Id) || base.HasEnded(known);
    }

    private sealed class ExpiredIsPresent : CompleteReferenceStore
    {
        public override bool HasEnded(SessionPresence known) =>
            base.HasEnded(known) && !(Data.Records.TryGetValue(known.Id, out var stored) && !IsAlive(stored));
    }

    private sealed class AnswersAHundred : CompleteReferenceStore
    {
        public override ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known,
            CancellationToken cancellationToken = default) =>
            base.FindEndedAsync([.. known.Take(100)], cancellationToken);
    }

    private sealed class ReplacesTables : CompleteReferenceStore
    {
        public override ValueTask PrepareAsync(CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) Data.Records.Clear();
            return default;
        }
    }

    private sealed class PreparesAlone : CompleteReferenceStore
    {
        private int _preparing;

        public override async ValueTask PrepareAsync(CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _preparing) > 1) throw new InvalidOperationException("The table exists already.");
            for (var i = 0; i < 10_000 && Volatile.Read(ref _preparing) == 1; i++) await Task.Yield();
            Interlocked.Decrement(ref _preparing);
        }
    }

    private sealed class RoundsDown : CompleteReferenceStore
    {
        public override TimeSpan Rounded(TimeSpan lag) => TimeSpan.FromMilliseconds(Math.Floor(lag.TotalMilliseconds));
    }

    private sealed class NeverLapses : CompleteReferenceStore
    {
        public override ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
            base.NoteNodeAsync(node, maxRevocationLag, TimeSpan.FromDays(1_000), cancellationToken);
    }

    private sealed class KeepsTheLongest : CompleteReferenceStore
    {
        public override ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                var before = Data.Nodes.Count == 1 && Data.Nodes.TryGetValue(node, out var note) ? note.Lag : TimeSpan.Zero;
                return base.NoteNodeAsync(node, before > maxRevocationLag ? before : maxRevocationLag, lifetime, cancellationToken);
            }
        }
    }

    private sealed class NotesAlone : CompleteReferenceStore
    {
        private CompleteReferenceStore Own => field ??= new() { Clock = Clock };

        public override ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
            Own.NoteNodeAsync(node, maxRevocationLag, lifetime, cancellationToken);

        public override ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default) => Own.FindLongestLagAsync(cancellationToken);
    }

    private sealed class KeepsTheRemoved : CompleteReferenceStore
    {
        private readonly HashSet<SessionId> _removed = [];

        public override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            var result = await base.RemoveAsync(id, condition, reason, actor, cancellationToken);
            if (result.IsRemoved) _removed.Add(id);
            return result;
        }

        public override bool HasEnded(SessionPresence known) => !_removed.Contains(known.Id) && base.HasEnded(known);
    }

    private sealed class PadsItsQuestion : CompleteReferenceStore
    {
        public override ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known,
            CancellationToken cancellationToken = default) =>
            base.FindEndedAsync(known.Count == 0 ? [new(default, null)] : known, cancellationToken);
    }

    private sealed class EndsAtNul : CompleteReferenceStore
    {
        public override bool HasEnded(SessionPresence known) =>
            base.HasEnded(known) && (base.HasEnded(known with { Subject = null }) || Cut(known.Subject) != Cut(Alive(known.Id)?.Subject));

        private static string? Cut(string? text) => text?.Split('\0')[0];
    }

    private sealed class PresenceIgnoresTheToken : CompleteReferenceStore
    {
        public override ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known,
            CancellationToken cancellationToken = default) =>
            base.FindEndedAsync(known, CancellationToken.None);
    }

    // Stores on one clock are on one server.
    private sealed class NotesOfAll : CompleteReferenceStore
    {
        private static readonly ConditionalWeakTable<TimeProvider, CompleteReferenceStore> s_servers = [];

        private CompleteReferenceStore Notes => s_servers.GetValue(Clock, clock => new() { Clock = clock });

        public override ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
            Notes.NoteNodeAsync(node, maxRevocationLag, lifetime, cancellationToken);

        public override ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default) => Notes.FindLongestLagAsync(cancellationToken);
    }

    private sealed class NotesAreLines : CompleteReferenceStore
    {
        public override ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
            base.NoteNodeAsync(node.Contains('\n', StringComparison.Ordinal)
                ? $"{node} {Data.Nodes.Count}"
                : node, maxRevocationLag, lifetime, cancellationToken);
    }

    private sealed class NotesIgnoreTheToken : CompleteReferenceStore
    {
        public override ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
            base.NoteNodeAsync(node, maxRevocationLag, lifetime, CancellationToken.None);
    }

    // The first note makes the table, in whichever store of the server, and also if the note itself is cancelled.
    private sealed class ZeroBeforeTheFirst : CompleteReferenceStore
    {
        private static readonly ConditionalWeakTable<TimeProvider, object> s_tables = [];

        public override ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default)
        {
            s_tables.GetValue(Clock, _ => new());
            return base.NoteNodeAsync(node, maxRevocationLag, lifetime, cancellationToken);
        }

        public override async ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default) =>
            await base.FindLongestLagAsync(cancellationToken) ?? (s_tables.TryGetValue(Clock, out _) ? null : TimeSpan.Zero);
    }

    private sealed class TimeOfTheFirstCall : CompleteReferenceStore
    {
        private DateTimeOffset? _first;

        public override async ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default) =>
            _first ??= await base.GetTimeAsync(cancellationToken);
    }

    private sealed class LocalTime : CompleteReferenceStore
    {
        public override async ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default) =>
            (await base.GetTimeAsync(cancellationToken)).AddHours(1);
    }

    private sealed class ClockIgnoresTheToken : CompleteReferenceStore
    {
        public override ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default) => base.GetTimeAsync(CancellationToken.None);
    }

    private sealed class NeverCounted : ReferenceStore
    {
        public override async ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) =>
            await base.EstimateCountAsync(cancellationToken) is { } estimate ? estimate with { Count = -1 } : null;
    }

    private sealed class IgnoresTheToken : ReferenceStore
    {
        public override ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) =>
            base.EstimateCountAsync(CancellationToken.None);
    }

    private sealed class NoEstimate : ReferenceStore
    {
        public override ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) => new((SessionEstimate?)null);
    }
}
