using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using static Azu.Sessions.Database.Tests.SessionHost;

namespace Azu.Sessions.Database.Tests;

/// <summary>The list of revocations as an application registers it.</summary>
public sealed class RevokeInDatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text")]
    [InlineData("data source")]
    [InlineData("services")]
    public async Task Whatever_leads_to_PostgreSQL_the_list_is_kept_there_in_a_table_of_its_own(string way)
    {
        var schema = SharedPostgres.NewSchema();
        await using var dataSource = SharedPostgres.NewDataSource();
        using (var host = Build(b => b.UseCookieStore(c =>
        {
            switch (way)
            {
                case "text":
                    c.RevokeInDatabase(SharedPostgres.Server.Url, Configure);
                    break;
                case "data source":
                    c.RevokeInDatabase(dataSource, Configure);
                    break;
                default:
                    c.RevokeInDatabase(_ => dataSource, Configure);
                    break;
            }
        })))
        {
            await host.StartAsync(Token);
            await SignInAndOutAsync(host);
            await host.StopAsync(Token);
        }

        // The application's own data source stays open.
        await using var count = dataSource.CreateCommand($"SELECT count(*) FROM {schema}.revocations");
        Assert.Equal(1L, await count.ExecuteScalarAsync(Token));

        void Configure(DatabaseStoreOptions d) => (d.Schema, d.MigrateOnStart) = (schema, true);
    }

    [Fact]
    public async Task A_SQLite_file_keeps_the_list_too()
    {
        using var directory = new TemporaryDirectory();
        using var host = Build(b => b.UseCookieStore(c => c.RevokeInDatabase($"Data Source={directory.File("revocations.db")}", d => d.MigrateOnStart = true)));
        await host.StartAsync(Token);
        await SignInAndOutAsync(host);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task A_list_in_the_table_of_a_session_type_is_refused_at_start_up()
    {
        await using var dataSource = SharedPostgres.NewDataSource();
        var schema = SharedPostgres.NewSchema();
        using (var host = Build(b => UseBoth(b, "sessions")))
        {
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Token));
            Assert.Contains("same table 'sessions'", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("RevokeInDatabase", refusal.Message, StringComparison.Ordinal);
        }

        using var apart = Build(b => UseBoth(b, "signed out"));
        await apart.StartAsync(Token);
        await SignInAndOutAsync(apart);
        await apart.StopAsync(Token);

        void UseBoth(AzuSessionsBuilder<Data> builder, string table)
        {
            builder.UseCookieStore(c => c.RevokeInDatabase(dataSource, d => (d.Schema, d.Table, d.MigrateOnStart) = (schema, table, true)));
            Other(builder.Services).UseDatabaseStore(dataSource, d => (d.Schema, d.MigrateOnStart) = (schema, true));
        }
    }

    [Fact]
    public async Task Two_session_types_in_one_table_are_refused_at_start_up()
    {
        var schema = SharedPostgres.NewSchema();
        await using var dataSource = SharedPostgres.NewDataSource();
        using var host = Build(b =>
        {
            b.UseDatabaseStore(dataSource, d => (d.Schema, d.MigrateOnStart) = (schema, true));
            Other(b.Services).UseDatabaseStore(dataSource, d => (d.Schema, d.MigrateOnStart) = (schema, true));
        });
        Assert.Contains("same table", (await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_table_the_application_does_not_start_and_says_what_to_do()
    {
        using var host = Build(b => b.UseCookieStore(c => c.RevokeInDatabase(SharedPostgres.Server.Url, d => d.Schema = SharedPostgres.NewSchema())));
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Token));
        Assert.Contains("azu db:migrate", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_cannot_be_used_is_refused_where_it_is_written() =>
        Assert.Throws<FormatException>(() => Build(b => b.UseCookieStore(c => c.RevokeInDatabase("somewhere"))));

    public static TheoryData<string, Action<DatabaseStoreOptions>> Refused { get; } = new()
    {
        { "Table", d => d.Table = "" },
        { "Leave Audit off", d => d.Audit = true },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Options_that_make_no_sense_stop_the_start_and_are_named(string named, Action<DatabaseStoreOptions> configure)
    {
        using var host = Build(b => b.UseCookieStore(c => c.RevokeInDatabase("Host=127.0.0.1;Port=1;Database=none", configure)));
        Assert.Contains(named, (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token))).Message, StringComparison.Ordinal);
    }

    private static AzuSessionsBuilder<SessionItems> Other(IServiceCollection services) =>
        services.AddAzuSessionsCore<SessionItems>(o => (o.Cookie.Name, o.Secret) = ("_other", "b2theS10aGlzLWlzLW9ubHktYS10ZXN0LXNlY3JldC0xMjM0NTY3ODkw"));

    private static async Task SignInAndOutAsync(IHost host)
    {
        var sessions = host.Services.GetRequiredService<SessionManager<Data>>();
        var created = await sessions.CreateAsync(new(), "alice", cancellationToken: Token);
        Assert.True(await sessions.RevokeOfSubjectAsync("alice", created.Session.Id, cancellationToken: Token));
        Assert.Null(await sessions.RevokeSubjectAsync("alice", cancellationToken: Token));
    }
}
