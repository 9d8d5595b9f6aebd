using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>The store of one session type: made when the engine asks for it, closed with the application.</summary>
internal sealed class RegisteredStore<TData>(DatabaseStoreOptions options, Func<DbDataSource> dataSource, bool isOwner, TimeProvider time) : IAsyncDisposable, IDisposable
    where TData : notnull
{
    private readonly Lazy<DatabaseStore> _store = new(() => DatabaseStores.On(DatabaseLink.To(dataSource(), isOwner, options), time));

    public DatabaseStore Store => _store.Value;

    /// <summary>Null if the application chose another store after this one.</summary>
    public DatabaseStore? StoreInUse => _store.IsValueCreated ? _store.Value : null;

    public ValueTask DisposeAsync() => StoreInUse?.DisposeAsync() ?? default;

    // A container that is disposed synchronously must not fail because of this.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
