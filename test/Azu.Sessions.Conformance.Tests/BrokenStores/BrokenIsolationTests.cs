namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenIsolationTests
{
    [Fact]
    public Task A_store_that_keeps_what_it_is_given_is_caught() =>
        Caught.ByAsync<Facts<KeepsReferences>>(
            f => f.Changing_the_callers_buffers_after_a_create_changes_nothing(),
            f => f.Changing_the_callers_buffers_after_an_update_changes_nothing(),
            f => f.Changing_the_callers_list_of_index_entries_changes_nothing());

    [Fact]
    public Task A_store_that_hands_out_what_it_keeps_is_caught() =>
        Caught.ByAsync<Facts<HandsOutReferences>>(f => f.Changing_a_list_that_was_handed_out_changes_nothing());

    private sealed class Facts<TStore> : IsolationConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private sealed class KeepsReferences : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => record;
    }

    private sealed class HandsOutReferences : ReferenceStore
    {
        public override SessionRecord Keep(SessionRecord record) => base.Keep(record) with { Indexes = record.Indexes.ToArray() };

        public override SessionRecord Give(SessionRecord record) => record;
    }
}
