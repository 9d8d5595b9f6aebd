namespace Azu.Sessions;

/// <summary>A question any answer to which is what it says.</summary>
/// <param name="call">The arguments, so that <paramref name="ask"/> needs no closure.</param>
/// <param name="ask">Asks the store.</param>
internal sealed class PlainQuestion<T, TCall>(TCall call, Func<TCall, CancellationToken, ValueTask<T>> ask) : StoreQuestion<T>
{
    public override ValueTask<T> AskAsync(CancellationToken cancellationToken) => ask(call, cancellationToken);
}
