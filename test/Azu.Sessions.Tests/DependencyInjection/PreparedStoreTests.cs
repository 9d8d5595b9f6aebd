namespace Azu.Sessions.Tests;

/// <summary>A store checks what it needs when the application starts.</summary>
public sealed class PreparedStoreTests
{
    private const int StoreNotReady = 26;

    [Fact]
    public async Task A_store_is_prepared_before_the_first_request()
    {
        var store = new PreparedStore(null);
        await using var app = new TestApp<Shop>(build: b => b.UseStore(store));
        await app.StartAsync();
        Assert.Equal(1, store.Preparations);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_does_not_stop_the_start_and_is_named()
    {
        await using var app = new TestApp<Shop>(build: b => b.UseStore(new PreparedStore(new SessionStoreException("It does not answer."))));
        await app.StartAsync();
        Assert.Equal(1, app.Log.Count(StoreNotReady));
    }

    [Fact]
    public async Task What_waiting_does_not_mend_ends_the_start_with_the_reason()
    {
        await using var app = new TestApp<Shop>(build: b => b.UseStore(new PreparedStore(new InvalidOperationException("The tables are missing."))));
        Assert.Equal("The tables are missing.", (await Assert.ThrowsAsync<InvalidOperationException>(app.StartAsync)).Message);
    }

    private sealed class PreparedStore(Exception? failure) : ForwardingStore(new MemoryStore(new(), TimeProvider.System)), IPreparedStore
    {
        public int Preparations { get; private set; }

        public ValueTask PrepareAsync(CancellationToken cancellationToken = default)
        {
            Preparations++;
            return failure is null ? default : ValueTask.FromException(failure);
        }
    }
}
