namespace Azu.Sessions.Database.Tests;

/// <summary>Who was signed in when, and what ended it.</summary>
[Trait("Requirement", "R-42")]
public sealed class AuditTests
{
    public static TheoryData<string> Kinds => AnyDatabase.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Beginnings_sign_ins_and_ends_are_noted(string kind)
    {
        using var database = new AnyDatabase(kind);
        var time = new ManualTimeProvider();
        await using var store = database.NewStore(migrate: true, time: time, configure: o => o.Audit = true);

        var visitor = SampleRecords.Anonymous(time.GetUtcNow());
        Assert.True(await store.CreateAsync(visitor));
        var changed = visitor.Next("""{"n":2}""");
        Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(changed, 1)).Outcome);
        var alice = changed.Next() with { Subject = "alice", Generation = 1 };
        Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(alice, 2)).Outcome);
        var again = alice.Next() with { Generation = 2 };
        Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(again, 3)).Outcome);
        Assert.True((await store.RemoveAsync(visitor.Id, RemoveCondition.Always, SessionEndReason.Revoked, "root")).IsRemoved);

        Assert.True(await store.CreateAsync(SampleRecords.SignedIn(time.GetUtcNow(), "idle")));
        Assert.True(await store.CreateAsync(SampleRecords.SignedIn(time.GetUtcNow(), "over") with { AbsoluteExpiresAt = time.GetUtcNow().AddHours(1) }));
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(2, (await store.RemoveExpiredAsync(10)).Records.Count);
        Assert.True(await store.CreateAsync(SampleRecords.SignedIn(time.GetUtcNow(), "cleared")));
        Assert.Equal(1, await store.ClearAsync(actor: "azu cli"));

        // The actor of a removal is noted with it, and with nothing else.
        Assert.Equal(["azu cli ended cleared", "root ended revoked"], await database.RowsAsync(
            $"SELECT actor, event, reason FROM {database.Name("sessions_audit_readable")} WHERE actor IS NOT NULL ORDER BY actor"));
        Assert.Equal(
            [
                "- ended cleared 1", "- ended idle-timeout 1", "- started - 1",
            ],
            (await RowsAsync("event, reason", "subject IN ('idle', 'cleared') AND event = 'ended' OR subject IS NULL")).Select(r => "- " + r)
                .Order(StringComparer.Ordinal));
        Assert.Equal(["ended revoked 1", "signed-in - 2"], await RowsAsync("event, reason", "subject = 'alice'"));
        Assert.Equal(["ended absolute-timeout 1", "signed-in - 1"], await RowsAsync("event, reason", "subject = 'over'"));

        Task<List<string>> RowsAsync(string columns, string condition) => database.RowsAsync(
            $"SELECT {columns}, count(*) FROM {database.Name("sessions_audit")} WHERE {condition} GROUP BY {columns} ORDER BY {columns}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_not_carried_out_is_not_noted(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: true, configure: o => o.Audit = true);
        var alice = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "alice");
        Assert.True(await store.CreateAsync(alice));
        Assert.True(await store.CreateAsync(alice));
        Assert.False(await store.CreateAsync(SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "mallory") with { Id = alice.Id }));
        Assert.Equal(UpdateOutcome.Conflict, (await store.UpdateAsync(alice.Next() with { Version = 6, Subject = "mallory", Generation = 5 }, 5)).Outcome);
        Assert.False(await store.RemoveAsync(SessionId.New()));
        Assert.Empty((await store.RemoveExpiredAsync(10)).Records);
        Assert.Equal(["alice signed-in"], await database.RowsAsync($"SELECT subject, event FROM {database.Name("sessions_audit")}"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Notes_are_kept_for_as_long_as_the_application_says(string kind)
    {
        using var database = new AnyDatabase(kind);
        var time = new ManualTimeProvider();
        await using var store = database.NewStore(migrate: true, time: time, configure: o => (o.Audit, o.AuditRetention) = (true, TimeSpan.FromDays(7)));
        Assert.True(await store.CreateAsync(SampleRecords.SignedIn(time.GetUtcNow(), "early")));
        time.Advance(TimeSpan.FromDays(6));
        Assert.True(await store.CreateAsync(SampleRecords.SignedIn(time.GetUtcNow(), "late")));
        Assert.Single((await store.RemoveExpiredAsync(10)).Records);
        Assert.Equal(3, (await database.RowsAsync($"SELECT event FROM {database.Name("sessions_audit")}")).Count);
        time.Advance(TimeSpan.FromDays(2));
        await store.RemoveExpiredAsync(10);
        Assert.DoesNotContain("early signed-in", await database.RowsAsync($"SELECT subject, event FROM {database.Name("sessions_audit")}"));
        Assert.Contains("late signed-in", await database.RowsAsync($"SELECT subject, event FROM {database.Name("sessions_audit")}"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_the_option_nothing_is_noted(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: true);
        var alice = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "alice");
        Assert.True(await store.CreateAsync(alice));
        Assert.True(await store.RemoveAsync(alice.Id));
        Assert.Empty(await database.RowsAsync($"SELECT event FROM {database.Name("sessions_audit")}"));
    }
}
