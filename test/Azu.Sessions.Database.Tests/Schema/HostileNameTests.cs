namespace Azu.Sessions.Database.Tests;

/// <summary>A table may be called anything; nothing of a name is ever read as a statement.</summary>
[Trait("Requirement", "R-73")]
public sealed class HostileNameTests
{
    private static readonly string[] s_names =
    [
        "Sessions", "user", "my sessions", "a\"b", "\"; DROP TABLE victims; --", "a'b", "a;b", "$1", "@id", "{sessions}", "{0}", "a\\b", "100%", "sitzungen-ü",
            "\U0001F36A", "a.b", "-- x", "/* x",
    ];

    public static TheoryData<string, string> Names
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var kind in AnyDatabase.Kinds)
                foreach (var name in s_names) data.Add(kind, name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_operation_works_whatever_the_table_is_called(string kind, string name)
    {
        using var database = new AnyDatabase(kind);
        var time = new ManualTimeProvider();
        await using var schema = database.NewSchema(name);
        await using var store = database.NewStore(migrate: true, name, time, o => o.Audit = true);
        var record = SampleRecords.Complete(time.GetUtcNow());
        Assert.True(await store.CreateAsync(record));
        var next = record.Next() with { Subject = "bob", Generation = 4, Indexes = [new("tenant", "south")] };
        Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(next, record.Version)).Outcome);
        Assert.True(await store.TouchAsync(record.Id, next.LastSeenAt.AddMinutes(1), next.ExpiresAt.AddMinutes(1)));
        Assert.Equal(record.Id, Assert.Single((await store.ListAsync(SessionQuery.BySubject("bob"), null)).Records).Id);
        Assert.Equal(1, await store.CountAsync(SessionQuery.ByIndex("tenant", "south")));
        Assert.True(await store.RemoveAsync(record.Id));
        Assert.True(await store.CreateAsync(record with { Id = SessionId.New() }));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Single((await store.RemoveExpiredAsync(10)).Records);
        Assert.Equal(0, await store.ClearAsync());
        Assert.Equal(SessionSchema.LatestVersion, (await schema.RollbackAsync(10)).Count);
        await database.ExecuteAsync(schema.Script());
        Assert.Empty(await schema.MigrateAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    [InlineData("a_name_of_forty_one_bytes_and_not_of_less")]
    public void A_name_that_no_database_takes_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => DatabaseStoreOptionsValidator.Check(new() { Table = name }));
}
