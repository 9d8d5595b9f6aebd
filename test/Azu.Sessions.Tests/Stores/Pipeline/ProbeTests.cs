namespace Azu.Sessions.Tests;

/// <summary>Somebody has to ask a store that was down whether it is back.</summary>
public sealed class ProbeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "R-96")]
    public async Task Nobody_waits_until_a_silent_store_is_found_to_be_down_still()
    {
        var inner = new SilentStore();
        var options = new SessionResilienceOptions
        {
            AttemptTimeout = TimeSpan.FromMinutes(5),
            TotalTimeout = TimeSpan.FromMinutes(5),
            Retry = { MaxAttempts = 1 },
            CircuitBreaker = { FailureThreshold = 3, BreakDuration = TimeSpan.FromMilliseconds(500) },
        };
        var store = new ResilientStore(inner, new StoreCalls(options, inner), Samples.Log);
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(SessionId.New(), Token));
        inner.IsSilent = true;
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (inner.Asked == 0) await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await store.FindAsync(SessionId.New(), late.Token));
        for (var i = 0; i < 1000; i++) await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () =>
            await store.FindAsync(SessionId.New(), late.Token));
        Assert.Equal(1, inner.Asked);

        inner.Answer();
        while (await Record.ExceptionAsync(async () =>
            await store.FindAsync(SessionId.New(), late.Token)) is SessionStoreUnavailableException) await Task.Yield();
        Assert.Null(await store.FindAsync(SessionId.New(), late.Token));
    }

    /// <summary>Fails; then says nothing until it is told to answer.</summary>
    private sealed class SilentStore() : ForwardingStore(new MemoryStore(new(), TimeProvider.System))
    {
        private readonly TaskCompletionSource<SessionRecord?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isSilent;
        private bool _isBack;
        private int _asked;

        public bool IsSilent
        {
            get => _isSilent;
            set => _isSilent = value;
        }

        /// <summary>How often somebody asked it in its silence.</summary>
        public int Asked => Volatile.Read(ref _asked);

        public void Answer()
        {
            Volatile.Write(ref _isBack, true);
            _answer.SetResult(null);
        }

        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
        {
            if (Volatile.Read(ref _isBack)) return base.FindAsync(id, cancellationToken);
            if (!IsSilent) return ValueTask.FromException<SessionRecord?>(new SessionStoreException("It fails."));
            Interlocked.Increment(ref _asked);
            return new(_answer.Task);
        }
    }
}
