namespace Azu.Sessions.Tests;

/// <summary>A memory store with a clock of its own, and records to put into it.</summary>
internal sealed class MemoryStoreFixture
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromHours(1);

    /// <summary>When a record made now is gone: its idle timeout and the store's grace have passed.</summary>
    public static readonly TimeSpan UntilGone = IdleTimeout + SessionRecord.StoreGrace;

    public MemoryStoreFixture(int maxSessions = 100_000, long maxBytes = 256 << 20)
    {
        Store = new MemoryStore(new MemoryStoreOptions { MaxSessions = maxSessions, MaxBytes = maxBytes }, Clock)
        {
            Evicted = Evicted.Add,
            Expired = Expired.Add,
        };
    }

    public ManualTimeProvider Clock { get; } = new();

    public MemoryStore Store { get; }

    public List<SessionRecord> Evicted { get; } = [];

    public List<SessionRecord> Expired { get; } = [];

    public DateTimeOffset Now => Clock.GetUtcNow();

    public SessionRecord Record(string? subject = null, int payload = 100) => SampleRecords.Anonymous(Now) with
    {
        ExpiresAt = Now + IdleTimeout,
        AbsoluteExpiresAt = Now + TimeSpan.FromDays(1),
        Subject = subject,
        Payload = new byte[payload],
    };

    public async Task<SessionRecord> CreateAsync(string? subject = null, int payload = 100)
    {
        var record = Record(subject, payload);
        Assert.True(await Store.CreateAsync(record, TestContext.Current.CancellationToken));
        return record;
    }

    public async Task<bool> HasAsync(SessionRecord record) =>
        await Store.FindAsync(record.Id, TestContext.Current.CancellationToken) is not null;

    public async Task<List<SessionId>> ListAsync(SessionQuery query)
    {
        var ids = new List<SessionId>();
        string? cursor = null;
        do
        {
            var page = await Store.ListAsync(query, cursor, TestContext.Current.CancellationToken);
            ids.AddRange(page.Records.Select(r => r.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return ids;
    }
}
