using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.Database;

/// <summary>How everything that is kept in a database makes its store: sessions, and lists of revocations.</summary>
/// <param name="Services">The application's services.</param>
/// <param name="OptionsName">The name of the store's options.</param>
/// <param name="Configuration">The section that has a part <c>DatabaseStore</c>; null: code configures.</param>
/// <param name="Type">The session type, or what else is kept.</param>
internal sealed record DatabaseRegistration(IServiceCollection Services, string OptionsName, IConfigurationSection? Configuration, string Type)
{
    public static DatabaseRegistration Of<TData>(AzuSessionsBuilder<TData> builder) where TData : notnull =>
        new(builder.Services, builder.OptionsName, builder.Configuration, typeof(TData).Name);

    /// <summary>Registers the options, and returns what makes the store. The store closes the data source with itself, where it is the owner.</summary>
    public Func<IServiceProvider, DatabaseStore> Add(
        Func<IServiceProvider, DbDataSource> dataSource, bool isOwner, Action<DatabaseStoreOptions>? defaults, Action<DatabaseStoreOptions>? configure)
    {
        var (name, type) = (OptionsName, Type);
        if (defaults is not null) Services.Configure(name, defaults);
        if (Configuration is { } section) Services.Configure<DatabaseStoreOptions>(name, options => section.GetSection("DatabaseStore").Bind(options));
        if (configure is not null) Services.Configure(name, configure);
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DatabaseStoreOptions>, DatabaseStoreOptionsValidator>());
        Services.TryAddSingleton<DatabaseTables>();
        return services =>
        {
            var options = services.GetRequiredService<IOptionsMonitor<DatabaseStoreOptions>>().Get(name);
            var source = dataSource(services);
            services.GetRequiredService<DatabaseTables>().Claim(source.ConnectionString, options.Schema, options.Table, type);
            return DatabaseStores.Create(DatabaseLink.To(source, isOwner, options), services.GetService<TimeProvider>() ?? TimeProvider.System);
        };
    }
}
