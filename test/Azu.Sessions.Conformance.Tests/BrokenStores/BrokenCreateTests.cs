namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenCreateTests
{
    [Fact]
    public Task A_store_that_overwrites_is_caught() =>
        Caught.ByAsync<Facts<Overwrites>>(f => f.Create_never_overwrites(), f => f.Create_repeated_after_an_update_does_not_undo_it());

    [Fact]
    public Task A_store_that_answers_true_without_writing_is_caught() =>
        Caught.ByAsync<Facts<AlwaysTrue>>(f => f.Create_never_overwrites(), f => f.Create_repeated_after_an_update_does_not_undo_it());

    [Fact]
    public Task A_store_that_does_not_know_its_own_write_is_caught() =>
        Caught.ByAsync<Facts<IgnoresWriteId>>(f => f.Create_repeated_with_the_same_write_id_answers_true());

    [Fact]
    public Task A_store_that_writes_its_own_write_again_is_caught() =>
        Caught.ByAsync<Facts<WritesAgain>>(f => f.Create_repeated_with_the_same_write_id_does_not_undo_a_touch());

    [Fact]
    public Task A_store_that_keeps_nothing_is_caught() =>
        Caught.ByAsync<Facts<KeepsNothing>>(f => f.A_created_session_is_found(), f => f.Sessions_do_not_mix());

    [Fact]
    public Task A_store_with_one_place_for_all_is_caught() =>
        Caught.ByAsync<Facts<OnePlace>>(f => f.Sessions_do_not_mix(), f => f.An_unknown_session_is_not_found());

    [Fact]
    public Task A_store_without_a_name_is_caught() =>
        Caught.ByAsync<Facts<Nameless>>(f =>
        {
            f.The_store_has_a_name();
            return Task.CompletedTask;
        });

    private sealed class Facts<TStore> : CreateConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private sealed class Overwrites : ReferenceStore
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) Data.Records[record.Id] = Keep(record);
            return new(true);
        }
    }

    private sealed class AlwaysTrue : ReferenceStore
    {
        public override async ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
            await base.CreateAsync(record, cancellationToken) || true;
    }

    private sealed class IgnoresWriteId : ReferenceStore
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return new(Data.Records.TryAdd(record.Id, Keep(record)));
        }
    }

    private sealed class WritesAgain : ReferenceStore
    {
        public override async ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            if (!await base.CreateAsync(record, cancellationToken)) return false;
            lock (Data.Lock) Data.Records[record.Id] = Keep(record);
            return true;
        }
    }

    private sealed class KeepsNothing : ReferenceStore
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => new(true);
    }

    private sealed class OnePlace : ReferenceStore
    {
        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock) return new(Data.Records.Values.LastOrDefault());
        }
    }

    private sealed class Nameless : ReferenceStore
    {
        public override string Name => "";
    }
}
