using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Database;

/// <summary>What both ways to keep sessions in a database register, with and without copies on each node.</summary>
internal static class DatabaseRegistration
{
    /// <summary>Registers a store, and returns what finds it.</summary>
    public static Func<IServiceProvider, DatabaseStore> AddDatabase<TData>(
        this AzuSessionsBuilder<TData> builder, Func<IServiceProvider, DbDataSource> dataSource, bool isOwner, Action<DatabaseStoreOptions>? configure)
        where TData : notnull
    {
        var options = new DatabaseStoreOptions();
        configure?.Invoke(options);
        DatabaseStoreOptionsValidator.Check(options);
        builder.Services.AddSingleton(services =>
            new RegisteredStore<TData>(options, () => dataSource(services), isOwner, services.GetService<TimeProvider>() ?? TimeProvider.System));
        return services => services.GetRequiredService<RegisteredStore<TData>>().Store;
    }
}
