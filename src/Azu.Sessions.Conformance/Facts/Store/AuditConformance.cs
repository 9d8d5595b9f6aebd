namespace Azu.Sessions.Conformance;

/// <summary>For stores that are <see cref="ISessionAudit"/> and write audit rows: they say why a session ended, when, and by what.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class AuditConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    private ISessionAudit Audit => Store is ISessionAudit { IsAuditing: true } audit
        ? audit
        : throw new InvalidOperationException($"{typeof(TStore).Name} gives no {nameof(ISessionAudit)} that is on, so {GetType().Name} does not apply to " +
            "it: remove that class.");

    /// <summary>One session from its beginning to its end.</summary>
    [Fact]
    public async Task What_happens_to_a_session_is_listed_the_newest_first()
    {
        var visitor = await CreatedAsync(NewBounded());
        var alice = await UpdatedAsync(visitor, visitor.Next() with { Subject = "alice", Generation = 1 });
        await CreatedAsync(NewSession("bob"));
        Assert.True((await Store.RemoveAsync(alice.Id, RemoveCondition.Always, SessionEndReason.Revoked, "root", Token)).IsRemoved);

        var rows = await RowsAsync(SessionAuditQuery.ById(visitor.Id));
        Assert.Equal([SessionAuditEvent.Ended, SessionAuditEvent.SignedIn, SessionAuditEvent.Started], rows.Select(row => row.Event));
        Assert.Equal(["alice", "alice", null], rows.Select(row => row.Subject));
        Assert.Equal([SessionEndReason.Revoked, null, null], rows.Select(row => row.Reason));
        Assert.Equal(["root", null, null], rows.Select(row => row.Actor));
        Assert.All(rows, row => Assert.Equal(visitor.Id, row.Id));
        Assert.All(rows, row => Assert.InRange(row.At, Rig.Now.AddHours(-1), Rig.Now.AddHours(1)));
    }

    /// <summary>Each reason is told apart from the others.</summary>
    [Fact]
    public async Task Every_reason_comes_back()
    {
        foreach (var reason in Enum.GetValues<SessionEndReason>())
        {
            var session = await CreatedAsync(NewSession("alice"));
            Assert.True((await Store.RemoveAsync(session.Id, RemoveCondition.Always, reason, cancellationToken: Token)).IsRemoved);
            Assert.Equal(reason, (await RowsAsync(SessionAuditQuery.ById(session.Id)))[0].Reason);
        }
    }

    /// <summary>A subject's rows are its own, to the letter.</summary>
    [Theory]
    [InlineData("Alice")]
    [InlineData("alice ")]
    [InlineData("alic")]
    public async Task Rows_of_another_subject_are_left_out(string other)
    {
        var alice = await CreatedAsync(NewSession("alice"));
        await CreatedAsync(NewSession(other));
        Assert.Equal([alice.Id], (await RowsAsync(SessionAuditQuery.BySubject("alice"))).Select(row => row.Id));
    }

    /// <summary>A list of ends has no beginnings.</summary>
    [Fact]
    public async Task A_list_of_ends_holds_nothing_else()
    {
        var alice = await CreatedAsync(NewSession("alice"));
        await CreatedAsync(NewSession("bob"));
        Assert.True((await Store.RemoveAsync(alice.Id, RemoveCondition.Always, SessionEndReason.SignedOut, cancellationToken: Token)).IsRemoved);
        foreach (var query in (SessionAuditQuery[])[SessionAuditQuery.All, SessionAuditQuery.BySubject("alice"), SessionAuditQuery.ById(alice.Id)])
        {
            var ended = Assert.Single(await RowsAsync(query with { EndsOnly = true }));
            Assert.Equal((alice.Id, SessionAuditEvent.Ended), (ended.Id, ended.Event));
        }
    }

    /// <summary>Pages are parts of one walk: what is written during the walk moves no row to another page.</summary>
    [Fact]
    public async Task A_walk_meets_each_row_once_although_others_are_written()
    {
        var sessions = new List<SessionId>();
        for (var i = 0; i < 7; i++) sessions.Insert(0, (await CreatedAsync(NewSession("alice"))).Id);
        var met = await RowsAsync(SessionAuditQuery.BySubject("alice") with { PageSize = 2 }, async () => await CreatedAsync(NewSession("alice")));
        Assert.Equal(sessions, met.Select(row => row.Id));
    }

    /// <summary>What was refused did not happen.</summary>
    [Fact]
    public async Task What_was_not_carried_out_has_no_row()
    {
        var alice = await CreatedAsync(NewSession("alice"));
        Assert.False((await Store.RemoveAsync(alice.Id, RemoveCondition.OfGeneration(41), SessionEndReason.Revoked, cancellationToken: Token)).IsRemoved);
        var foreign = alice.Next() with { Version = 8, Subject = "mallory", Generation = 9 };
        Assert.Equal(UpdateOutcome.Conflict, (await Store.UpdateAsync(foreign, 7, Token)).Outcome);
        Assert.Equal([SessionAuditEvent.SignedIn], (await RowsAsync(SessionAuditQuery.ById(alice.Id))).Select(row => row.Event));
        Assert.Empty(await RowsAsync(SessionAuditQuery.BySubject("mallory")));
    }

    /// <summary>Clearing ends sessions too, and is told apart.</summary>
    [Fact]
    public async Task A_cleared_session_is_told_apart()
    {
        var alice = await CreatedAsync(NewSession("alice"));
        Assert.Equal(1, await Index.ClearAsync(actor: "root", cancellationToken: Token));
        var row = (await RowsAsync(SessionAuditQuery.ById(alice.Id) with { EndsOnly = true }))[0];
        Assert.Equal((SessionAuditEvent.Cleared, "root", null), (row.Event, row.Actor, row.Reason));
    }

    /// <summary>A cursor comes from the store, and from nowhere else.</summary>
    [Fact]
    public async Task A_foreign_cursor_and_a_cancelled_list_throw()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Audit.ListAuditAsync(SessionAuditQuery.All, "not a cursor", Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Audit.ListAuditAsync(SessionAuditQuery.All, null, new CancellationToken(canceled: true)));
    }

    private async Task<List<SessionAuditRow>> RowsAsync(SessionAuditQuery query, Func<Task>? between = null)
    {
        var met = new List<SessionAuditRow>();
        string? cursor = null;
        do
        {
            var page = await Audit.ListAuditAsync(query, cursor, Token);
            Assert.True(page.Rows.Count <= query.PageSize, $"A page of at most {query.PageSize} holds {page.Rows.Count} audit rows.");
            met.AddRange(page.Rows);
            Assert.True(met.Count <= 1_000, "The walk does not end.");
            if (between is not null) await between();
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return met;
    }
}
