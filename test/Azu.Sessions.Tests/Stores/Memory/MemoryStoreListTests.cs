using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

public sealed class MemoryStoreListTests
{
    private const int Sessions = 2_500;

    private readonly MemoryStoreFixture _at = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(Sessions, false)]
    [InlineData(7, true)]
    [InlineData(1_000, true)]
    public async Task Pages_of_any_size_hold_each_session_once_in_the_order_of_ids(int pageSize, bool inOnePart)
    {
        var ids = await CreateAsync(inOnePart);

        foreach (var query in new[] { SessionQuery.All, SessionQuery.BySubject("alice"), SessionQuery.ByIndex("tenant", "a") })
        {
            Assert.Equal(ids.Order(), await _at.ListAsync(query with { PageSize = pageSize }));
        }
    }

    [Fact]
    public async Task A_session_that_goes_takes_no_other_out_of_the_next_page()
    {
        var ids = (await CreateAsync(inOnePart: false)).Order().ToList();
        foreach (var query in new[] { SessionQuery.All, SessionQuery.BySubject("alice") })
        {
            var page = await _at.Store.ListAsync(query with { PageSize = 10 }, null, Cancellation);
            await _at.Store.RemoveAsync(ids[9], RemoveCondition.Always, SessionEndReason.Deleted, cancellationToken: Cancellation); // the cursor itself
            ids.RemoveAt(9);

            var next = await _at.Store.ListAsync(query with { PageSize = 10 }, page.NextCursor, Cancellation);

            Assert.Equal(ids.Skip(9).Take(10), next.Records.Select(r => r.Id));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("ABCDEF00112233445566778899AABBCC")]
    public async Task A_cursor_that_is_no_id_is_refused(string cursor)
    {
        foreach (var query in new[] { SessionQuery.All, SessionQuery.BySubject("alice"), SessionQuery.ByIndex("tenant", "a") })
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await _at.Store.ListAsync(query, cursor, Cancellation));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Clearing_stops_after_the_batch_in_which_it_is_cancelled(bool inOnePart)
    {
        await CreateAsync(inOnePart);
        using var cancelled = new CancellationTokenSource();
        var progress = new FirstReport(cancelled);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _at.Store.ClearAsync(progress, cancellationToken: cancelled.Token));

        Assert.InRange(progress.Cleared, 1, Sessions - 1);
        Assert.Equal(Sessions - progress.Cleared, _at.Store.SessionsHeld);
        Assert.Equal(Sessions - progress.Cleared, await _at.Store.ClearAsync(cancellationToken: Cancellation));
        Assert.Equal((0, 0, 0), (_at.Store.SessionsHeld, _at.Store.BytesHeld, _at.Store.KeysHeld));
    }

    /// <summary>Ids in one part of the store are what a test, not the generator, makes; the store must be right about them too.</summary>
    private async Task<List<SessionId>> CreateAsync(bool inOnePart)
    {
        var ids = new List<SessionId>();
        for (var i = 0; i < Sessions; i++)
        {
            var bytes = RandomNumberGenerator.GetBytes(SessionId.Size);
            if (inOnePart) bytes[0] = 0xff;
            var record = _at.Record("alice") with { Id = new SessionId(bytes), Indexes = [new("tenant", "a")] };
            Assert.True(await _at.Store.CreateAsync(record, Cancellation));
            ids.Add(record.Id);
        }
        return ids;
    }

    private sealed class FirstReport(CancellationTokenSource source) : IProgress<long>
    {
        public long Cleared { get; private set; }

        public void Report(long value)
        {
            Cleared = value;
            source.Cancel();
        }
    }
}
