using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Database;

/// <summary>How both ways to keep sessions in a database make their store, with and without copies on each node.</summary>
internal static class DatabaseRegistration
{
    /// <summary>Checks the options, and returns what makes the store. The store closes the data source with itself, where it is the owner.</summary>
    public static Func<IServiceProvider, DatabaseStore> Store(Func<IServiceProvider, DbDataSource> dataSource, bool isOwner, Action<DatabaseStoreOptions>? configure) =>
        Store(dataSource, isOwner, new DatabaseStoreOptions(), configure);

    /// <summary>The same from other defaults.</summary>
    public static Func<IServiceProvider, DatabaseStore> Store(Func<IServiceProvider, DbDataSource> dataSource, bool isOwner, DatabaseStoreOptions options, Action<DatabaseStoreOptions>? configure)
    {
        configure?.Invoke(options);
        DatabaseStoreOptionsValidator.Check(options);
        return services => DatabaseStores.On(DatabaseLink.To(dataSource(services), isOwner, options), services.GetService<TimeProvider>() ?? TimeProvider.System);
    }
}
