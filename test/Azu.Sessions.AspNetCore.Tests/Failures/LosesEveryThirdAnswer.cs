using Azu.Sessions;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A store on a bad network: it does what it is told, and every third answer gets lost on the way back.</summary>
internal sealed class LosesEveryThirdAnswer(ISessionStore inner) : ForwardingStore(inner)
{
    private int _answers;

    public bool IsLosing { get; set; }

    protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        var answer = await execute(call.CancellationToken);
        if (!IsLosing || !StoreOperations.Writes.HasFlag(call.Operation) || Interlocked.Increment(ref _answers) % 3 != 0) return answer;
        throw new SessionStoreException($"{call.Operation} was carried out, but its answer was lost.", call.Id);
    }
}
