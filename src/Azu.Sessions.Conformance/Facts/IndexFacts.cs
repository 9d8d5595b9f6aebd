namespace Azu.Sessions.Conformance;

/// <summary>What the classes about <see cref="ISessionIndex"/> share.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class IndexFacts<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>A signed-in session that is about to be created.</summary>
    protected SessionRecord NewSession(string subject) => SampleRecords.SignedIn(Rig.Now, subject);

    /// <summary>A session that is about to be created, and whose time in the store is over after <paramref name="life"/>.</summary>
    protected SessionRecord NewSession(string subject, TimeSpan life) =>
        NewSession(subject) with { ExpiresAt = Rig.Now + life - SessionRecord.StoreGrace };

    /// <summary>Lets the time of sessions that live for <see cref="StoreUnderTest.ShortLife"/> run out.</summary>
    protected ValueTask ShortLivesEndAsync() => Rig.AdvanceAsync(Rig.ShortLife + Rig.Precision);

    /// <summary>Everything that a walk through <paramref name="query"/> meets; <paramref name="between"/> runs after each page.</summary>
    protected async Task<List<SessionRecord>> WalkAsync(SessionQuery query, Func<SessionPage, Task>? between = null)
    {
        var met = new List<SessionRecord>();
        string? cursor = null;
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var page = await Index.ListAsync(query, cursor, Token);
            Assert.True(page.Records.Count <= query.PageSize, $"A page of at most {query.PageSize} holds {page.Records.Count} sessions.");
            met.AddRange(page.Records);
            if (between is not null) await between(page);
            cursor = page.NextCursor;
            Assert.True(cursor is null || cursors.Add(cursor), $"The walk goes in a circle: the cursor \"{cursor}\" came twice.");
        }
        while (cursor is not null);
        return met;
    }

    /// <summary>The ids that a walk for revocation through <paramref name="query"/> meets.</summary>
    protected async Task<List<SessionId>> WalkIdsAsync(SessionQuery query, Func<SessionIdPage, Task>? between = null)
    {
        var met = new List<SessionId>();
        string? cursor = null;
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var page = await Index.ListIdsAsync(query, cursor, Token);
            Assert.True(page.Ids.Count <= query.PageSize, $"A page of at most {query.PageSize} holds {page.Ids.Count} ids.");
            met.AddRange(page.Ids);
            if (between is not null) await between(page);
            cursor = page.NextCursor;
            Assert.True(cursor is null || cursors.Add(cursor), $"The walk goes in a circle: the cursor \"{cursor}\" came twice.");
        }
        while (cursor is not null);
        return met;
    }

    /// <summary>A walk through <paramref name="query"/> and a count of it must mean exactly these sessions.</summary>
    protected async Task ExactlyAsync(SessionQuery query, params IEnumerable<SessionRecord> expected)
    {
        var listed = await ListedAsync(query, expected);
        var count = await Index.CountAsync(query, Token);
        Assert.True(count == listed, $"CountAsync answered {count}, and the list holds {listed} sessions.");
    }

    /// <summary>A walk through <paramref name="query"/> must mean exactly these sessions, whatever a count says. Returns how many they are.</summary>
    protected async Task<int> ListedAsync(SessionQuery query, params IEnumerable<SessionRecord> expected)
    {
        var ids = expected.Select(record => record.Id).Order().ToList();
        var listed = (await WalkAsync(query)).Select(record => record.Id).Order().ToList();
        Assert.True(listed.SequenceEqual(ids), $"The list holds [{string.Join(", ", listed)}] instead of [{string.Join(", ", ids)}].");
        return ids.Count;
    }
}
