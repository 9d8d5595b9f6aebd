namespace Azu.Sessions.Database.Tests;

public sealed class MigrationTests
{
    public static TheoryData<string> Kinds => AnyDatabase.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Migrating_brings_the_tables_to_the_latest_version_and_once_is_enough(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var schema = database.NewSchema();
        Assert.All(await schema.StatusAsync(), version => Assert.Null(version.AppliedAt));

        var applied = await schema.MigrateAsync();
        Assert.Equal(Enumerable.Range(1, SessionSchema.LatestVersion), applied.Select(v => v.Number));
        Assert.All(applied, version =>
            Assert.InRange(version.AppliedAt!.Value, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5)));
        Assert.Equal(applied, await schema.StatusAsync());
        Assert.Empty(await schema.MigrateAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Processes_that_migrate_at_once_do_no_harm_and_each_migration_is_applied_by_one(string kind)
    {
        using var database = new AnyDatabase(kind);
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var schema = database.NewSchema();
            return await schema.MigrateAsync();
        })));
        Assert.Equal(Enumerable.Range(1, SessionSchema.LatestVersion), applied.SelectMany(a => a).Select(v => v.Number).Order());
        await WorksAsync(database);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Stores_that_start_at_once_migrate_once(string kind)
    {
        using var database = new AnyDatabase(kind);
        var stores = Enumerable.Range(0, 6).Select(_ => database.NewStore(migrate: true)).ToList();
        await Task.WhenAll(stores.Select(store => Task.Run(async () => Assert.Null(await store.FindAsync(SessionId.New())))));
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_rollback_takes_back_the_newest_first_and_in_the_end_leaves_nothing(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var schema = database.NewSchema();
        Assert.Empty(await schema.RollbackAsync());
        await schema.MigrateAsync();

        Assert.Equal(2, Assert.Single(await schema.RollbackAsync()).Number);
        Assert.Equal([true, false], (await schema.StatusAsync()).Select(v => v.AppliedAt is not null));
        Assert.Equal(2, Assert.Single(await schema.MigrateAsync()).Number);
        await WorksAsync(database);

        Assert.Equal([2, 1], (await schema.RollbackAsync(100)).Select(v => v.Number));
        Assert.Empty(await database.RowsAsync(kind == "sqlite"
            ? "SELECT name FROM sqlite_master WHERE name LIKE '%session%'"
            : $"SELECT relname FROM pg_class WHERE relnamespace = '{database.Name("x").Split('.')[0].Trim('"')}'::regnamespace"));
        await schema.MigrateAsync();
        await WorksAsync(database);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_script_does_by_hand_what_migrating_does(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var schema = database.NewSchema();
        await database.ExecuteAsync(schema.Script());
        Assert.Empty(await schema.MigrateAsync());
        await WorksAsync(database);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_missing_table_is_refused_with_what_to_do(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: false);
        var refusal = await Assert.ThrowsAsync<SessionSchemaException>(async () => await store.FindAsync(SessionId.New()));
        Assert.Contains("azu db:migrate", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("MigrateOnStart", refusal.Message, StringComparison.Ordinal);

        await using var schema = database.NewSchema();
        await schema.MigrateAsync();
        Assert.Null(await store.FindAsync(SessionId.New()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tables_that_disappear_later_are_a_failure_that_says_what_to_do(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: true);
        Assert.Null(await store.FindAsync(SessionId.New()));
        await using var schema = database.NewSchema();
        await schema.RollbackAsync(100);
        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(SessionId.New()));
        Assert.Contains("azu db:migrate", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tables_that_are_too_old_or_too_new_are_refused(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var schema = database.NewSchema();
        await schema.MigrateAsync();
        await schema.RollbackAsync();
        await using var store = database.NewStore(migrate: false);
        var old = await Assert.ThrowsAsync<SessionSchemaException>(async () => await store.FindAsync(SessionId.New()));
        Assert.Contains("have version 1, and this version of Azu.Sessions works with 2", old.Message, StringComparison.Ordinal);

        await schema.MigrateAsync();
        await database.ExecuteAsync($"INSERT INTO {database.Name("sessions_schema")} (version, name) VALUES (99, 'later')");
        var late = await Assert.ThrowsAsync<SessionSchemaException>(async () => await store.FindAsync(SessionId.New()));
        Assert.Contains("update this application", late.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SessionSchemaException>(() => schema.MigrateAsync());
        await Assert.ThrowsAsync<SessionSchemaException>(() => schema.RollbackAsync());
        await Assert.ThrowsAsync<SessionSchemaException>(() => schema.StatusAsync());
    }

    [Fact]
    public async Task Unlogged_tables_have_no_write_ahead_log_and_the_audit_keeps_its_own()
    {
        await using var node = await PostgresNode.StartAsync(o => o.Unlogged = true);
        await node.CreatedAsync(SampleRecords.Complete(TimeProvider.System.GetUtcNow()));
        Assert.Equal("u", await PersistenceAsync("sessions"));
        Assert.Equal("u", await PersistenceAsync("sessions_entries"));
        Assert.Equal("p", await PersistenceAsync("sessions_audit"));

        Task<string> PersistenceAsync(string table) =>
            node.DataSource.ScalarAsync<string>($"SELECT relpersistence::text FROM pg_class WHERE oid = '{node.Schema}.{table}'::regclass");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task People_read_times_as_times(string kind)
    {
        using var database = new AnyDatabase(kind);
        await using var store = database.NewStore(migrate: true, configure: o => o.Audit = true);
        var session = SampleRecords.SignedIn(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero), "alice") with
        {
            ExpiresAt = DateTimeOffset.MaxValue,
            AbsoluteExpiresAt = null
        };
        await store.CreateAsync(session);
        var row = Assert.Single(await database.RowsAsync($"SELECT id, subject, CAST(created_at AS text), CAST(expires_at AS text) FROM " +
            $"{database.Name("sessions_readable")}"));
        Assert.StartsWith($"{session.Id} alice 2031-02-03 04:05:06", row, StringComparison.Ordinal);
        Assert.Contains(kind == "sqlite" ? "9999-12-31 23:59:59" : "10000-01-01 00:00:00", row, StringComparison.Ordinal);
        Assert.Equal([$"{session.Id} alice signed-in"],
            await database.RowsAsync($"SELECT session_id, subject, event FROM {database.Name("sessions_audit_readable")}"));
    }

    private static async Task WorksAsync(AnyDatabase database)
    {
        await using var store = database.NewStore(migrate: false);
        var record = SampleRecords.Complete(TimeProvider.System.GetUtcNow());
        Assert.True(await store.CreateAsync(record));
        SameRecord.Assert(record, await store.FindAsync(record.Id));
        Assert.True(await store.RemoveAsync(record.Id));
    }
}
