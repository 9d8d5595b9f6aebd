namespace Azu.Sessions.Tests;

/// <summary>Carries a call out at once, and gives the answer when the test says so.</summary>
internal sealed class HeldStore : ForwardingStore
{
    private readonly Queue<TaskCompletionSource> _waiting = new();

    public HeldStore(TimeProvider clock) : this(new ReferenceStore { Clock = clock }) { }

    private HeldStore(ReferenceStore behind) : base(behind) => Behind = behind;

    /// <summary>The store as other nodes see it.</summary>
    public ReferenceStore Behind { get; }

    public bool Holds { get; set; }

    /// <summary>Set: calls are carried out, and fail all the same.</summary>
    public bool Fails { get; set; }

    /// <summary>Set: says of each call, when it has been carried out, whether it fails all the same.</summary>
    public Func<bool>? Failing { get; set; }

    public int Calls { get; private set; }

    /// <summary>Gives the answer that waits longest.</summary>
    public void Answer() => _waiting.Dequeue().SetResult();

    protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        Calls++;
        var answer = await execute(call.CancellationToken);
        if (Holds)
        {
            // Continuations run where the test gives the answer: nothing here depends on chance.
            var held = new TaskCompletionSource();
            _waiting.Enqueue(held);
            await held.Task;
        }

        return Fails || Failing?.Invoke() == true ? throw new SessionStoreException("Carried out, perhaps.") : answer;
    }
}
