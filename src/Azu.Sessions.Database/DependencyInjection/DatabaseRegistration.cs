using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Azu.Sessions.Database;

/// <summary>How everything that is kept in a database makes its store: sessions, and lists of revocations.</summary>
/// <param name="Services">The application's services.</param>
/// <param name="Type">The session type, or what else is kept.</param>
/// <param name="Table">The table where the application names no other.</param>
internal sealed record DatabaseRegistration(IServiceCollection Services, string Type, string Table = "sessions")
{
    public static DatabaseRegistration Of<TData>(AzuSessionsBuilder<TData> builder) where TData : notnull => new(builder.Services, typeof(TData).Name);

    /// <summary>Checks the options, and returns what makes the store. The store closes the data source with itself, where it is the owner.</summary>
    public Func<IServiceProvider, DatabaseStore> Store(Func<IServiceProvider, DbDataSource> dataSource, bool isOwner, Action<DatabaseStoreOptions>? configure)
    {
        var options = new DatabaseStoreOptions { Table = Table };
        configure?.Invoke(options);
        DatabaseStoreOptionsValidator.Check(options);
        Services.TryAddSingleton<DatabaseTables>();
        return services =>
        {
            var source = dataSource(services);
            services.GetRequiredService<DatabaseTables>().Claim(source.ConnectionString, options.Schema, options.Table, Type);
            return DatabaseStores.On(DatabaseLink.To(source, isOwner, options), services.GetService<TimeProvider>() ?? TimeProvider.System);
        };
    }
}
