using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Azu.Sessions.Database.Tests;

/// <summary>
/// Writers that note what the store has confirmed to them, while the store fails. In the end every confirmed write must be there, and every
/// confirmed removal must hold. What was not confirmed may be there or not.
/// </summary>
internal sealed class Account(ISessionStore store, int writers)
{
    private readonly ConcurrentDictionary<SessionId, int> _confirmed = new();
    private readonly ConcurrentDictionary<SessionId, bool> _removed = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private volatile bool _stopped;

    public int Writes => _confirmed.Values.Sum();

    public int Removals => _removed.Count;

    public IReadOnlyCollection<Exception> Failures => _failures;

    public async Task RunAsync(Func<Task> faults)
    {
        var writing = Enumerable.Range(0, writers).Select(_ => Task.Run(WriteAsync)).ToArray();
        try
        {
            await faults();
        }
        finally
        {
            _stopped = true;
            await Task.WhenAll(writing);
        }
    }

    public async Task IsRightAsync()
    {
        Assert.All(_failures, failure => Assert.True(failure is SessionStoreException, $"A failure came out as {failure}"));
        foreach (var (id, count) in _confirmed)
        {
            var found = await store.FindAsync(id);
            if (_removed.TryGetValue(id, out var isConfirmed))
            {
                if (isConfirmed) Assert.Null(found);
                continue;
            }
            Assert.True(found is not null, $"Session {id}, with {count} confirmed writes, is gone.");
            Assert.True(Count(found) >= count, $"Session {id} has {Count(found)} writes, and {count} were confirmed.");
        }
    }

    private async Task WriteAsync()
    {
        while (!_stopped)
        {
            var record = SampleRecords.Anonymous(TimeProvider.System.GetUtcNow()) with { Payload = Bytes(1) };
            if (await TryAsync(async () => await store.CreateAsync(record)) is not true) continue;
            _confirmed[record.Id] = 1;
            for (var i = 2; i <= 10 && !_stopped; i++)
            {
                var next = record.Next() with { Payload = Bytes(i) };
                // Repeated with the same write id, as the engine does: it counts once, however often it was carried out.
                while (!_stopped)
                {
                    var (version, write) = (record.Version, next);
                    if (await TryAsync(async () => (await store.UpdateAsync(write, version)).Outcome == UpdateOutcome.Updated) is not { } updated) continue;
                    Assert.True(updated, "The only writer of a session met a conflict.");
                    _confirmed[record.Id] = i;
                    break;
                }
                record = next;
            }
            if (_stopped) return;
            _removed[record.Id] = false;
            if (await TryAsync(async () => await store.RemoveAsync(record.Id)) is not null) _removed[record.Id] = true;
        }
    }

    private async Task<bool?> TryAsync(Func<Task<bool>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e)
        {
            _failures.Enqueue(e);
            return null;
        }
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, count);
        return bytes;
    }

    private static int Count(SessionRecord record) => BinaryPrimitives.ReadInt32LittleEndian(record.Payload.Span);
}
