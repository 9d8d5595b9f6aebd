using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using static Azu.Sessions.Database.Tests.SessionHost;

namespace Azu.Sessions.Database.Tests;

/// <summary>The store as an application registers it.</summary>
public sealed class UseDatabaseStoreTests
{
    [Fact]
    public async Task A_SQLite_file_is_all_it_takes()
    {
        using var directory = new TemporaryDirectory();
        using var host = Build(b => b.UseDatabaseStore($"Data Source={directory.File("sessions.db")}", d => d.MigrateOnStart = true));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await WorksAsync(host, "sqlite");
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_PostgreSQL_url_is_all_it_takes()
    {
        var schema = SharedPostgres.NewSchema();
        using var host = Build(b => b.UseDatabaseStore(SharedPostgres.Server.Url, d => (d.MigrateOnStart, d.Schema) = (true, schema)));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await WorksAsync(host, "postgresql");
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_data_source_among_the_services_is_used_and_stays_open()
    {
        await using var dataSource = SharedPostgres.NewDataSource();
        using (var host = Build(b =>
        {
            b.Services.AddSingleton(dataSource);
            b.UseDatabaseStore(services =>
                services.GetRequiredService<NpgsqlDataSource>(), d => (d.MigrateOnStart, d.Schema) = (true, SharedPostgres.NewSchema()));
        }))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            await WorksAsync(host, "postgresql");
        }
        using (var host = Build(b => b.UseDatabaseStore(dataSource, d => (d.MigrateOnStart, d.Schema) = (true, SharedPostgres.NewSchema()))))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            await WorksAsync(host, "postgresql");
        }
    }

    [Fact]
    public async Task Without_tables_the_application_does_not_start_and_says_what_to_do()
    {
        using var host = Build(b => b.UseDatabaseStore(SharedPostgres.Server.Url, d => d.Schema = SharedPostgres.NewSchema()));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.IsType<SessionSchemaException>(refusal.InnerException);
        Assert.Contains("azu db:migrate", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_server_the_application_starts_and_heals()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.StopAsync();
        using var host = Build(b => b.UseDatabaseStore(server.Url, d => d.MigrateOnStart = true));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var manager = host.Services.GetRequiredService<SessionManager<Data>>();
        await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await manager.FindAsync(SessionId.New()));
        await server.RestartAsync();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                Assert.Null(await manager.FindAsync(SessionId.New(), late.Token));
                break;
            }
            catch (SessionStoreException)
            {
                // The circuit breaker may still be open.
                await Task.Yield();
            }
        }
        await WorksAsync(host, "postgresql");
    }

    [Fact]
    public void A_second_store_beside_the_database_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Build(b => b.UseDatabaseStore("Host=127.0.0.1;Port=1;Database=none").UseMemoryStore()));

    [Fact]
    public void A_connection_that_cannot_be_used_is_refused_where_it_is_written() =>
        Assert.Throws<FormatException>(() => Build(b => b.UseDatabaseStore("somewhere")));

    public static TheoryData<string, Action<DatabaseStoreOptions>> Refused { get; } = new()
    {
        { "Table", d => d.Table = "" },
        { "CommandTimeout", d => d.CommandTimeout = TimeSpan.Zero },
        { "AuditRetention", d => d.AuditRetention = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Options_that_make_no_sense_stop_the_start_and_are_named(string named, Action<DatabaseStoreOptions> configure)
    {
        using var host = Build(b => b.UseDatabaseStore("Host=127.0.0.1;Port=1;Database=none", configure));
        Assert.Contains(named, (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken))).Message,
            StringComparison.Ordinal);
    }

    private static async Task WorksAsync(IHost host, string name)
    {
        var manager = host.Services.GetRequiredService<SessionManager<Data>>();
        Assert.Equal(name, manager.StoreName);
        var created = (await manager.CreateAsync(new Data { Name = "x" }, "alice")).Session;
        await manager.UpdateAsync(created.Id, d => d with { Name = "y" });
        Assert.Equal("y", (await manager.GetAsync(created.Id)).Data.Name);
        Assert.Equal(1, await manager.RevokeSubjectAsync("alice"));
        Assert.Null(await manager.FindAsync(created.Id));
    }
}
