using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

[Collection(nameof(MemoryStoreFootprintTests))]
[CollectionDefinition(nameof(MemoryStoreFootprintTests), DisableParallelization = true)] // the heap is everybody's
public sealed class MemoryStoreFootprintTests
{
    private const int Payload = 304; // bytes

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_holds_its_payload_and_at_most_260_bytes_more()
    {
        // What else the process gives back while it is measured counts as held: the smallest of three rounds has the least of it.
        var (held, counted) = (double.MaxValue, 0d);
        for (var round = 0; round < 3; round++)
        {
            var measured = await MeasureAsync();
            if (measured.Held < held) (held, counted) = measured;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{held:F1} bytes beside the payload; counted: {counted:F1}");
        Assert.InRange(held, 0, 260);
        Assert.InRange((Payload + counted) / (Payload + held), 0.9, 1.1); // MaxBytes bounds what is really held
    }

    /// <summary>The bytes of one session beside its payload: really held, and as the store counts them.</summary>
    private static async Task<(double Held, double Counted)> MeasureAsync()
    {
        const int sessions = 50_000;
        var at = new MemoryStoreFixture();
        var bytes = new byte[Payload];
        for (var i = 0; i < sessions; i++)
        {
            // A rotated session: the most that one without a subject usually has.
            var record = at.Record() with { Payload = bytes, RotatedAt = at.Now, PreviousSecretHash = new SecretHash(RandomNumberGenerator.GetBytes(32)) };
            Assert.True(await at.Store.CreateAsync(record, Cancellation));
        }

        // With the store and then without it. The other way around would also measure what tests before this one leave behind for the collector.
        var counted = at.Store.BytesHeld;
        var with = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(at);
        at = null;
        var held = with - GC.GetTotalMemory(forceFullCollection: true);
        return ((held / (double)sessions) - Payload, (counted / (double)sessions) - Payload);
    }

    [Fact]
    public async Task Finding_a_session_allocates_the_record_and_nothing_else()
    {
        const int finds = 1_000;
        var at = new MemoryStoreFixture();
        var id = (await at.CreateAsync()).Id;
        var copies = new SessionRecord?[finds];

        var one = at.Record();
        var record = Allocated(() => copies[0] = one with { });
        var found = Allocated(() =>
        {
            for (var i = 0; i < finds; i++) copies[i] = at.Store.FindAsync(id, Cancellation).Result;
        });

        Assert.Equal(record * finds, found);
    }

    private static long Allocated(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
