namespace Azu.Sessions;

/// <summary>The store that a factory of the application made for one session type. The container disposes it with the application.</summary>
internal sealed class MadeStore<TData>(ISessionStore store) : IAsyncDisposable, IDisposable where TData : notnull
{
    public ISessionStore Store => store;

    public async ValueTask DisposeAsync()
    {
        if (store is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
        else (store as IDisposable)?.Dispose();
    }

    // A container that is disposed synchronously must not fail because of this.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
