using Npgsql;

namespace Azu.Sessions.Database.Tests;

public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("Host=db;Database=shop")]
    [InlineData("Server=db;Database=shop")]
    [InlineData("postgresql://db/shop")]
    public async Task A_host_means_PostgreSQL(string connection)
    {
        await using var dataSource = ConnectionText.Open(connection);
        Assert.IsType<NpgsqlDataSource>(dataSource, exactMatch: false);
    }

    [Theory]
    [InlineData("Data Source=sessions.db")]
    [InlineData("DataSource=sessions.db;Mode=ReadWrite")]
    [InlineData("Filename=sessions.db")]
    public async Task A_file_means_SQLite_with_the_provider_that_the_application_brings(string connection)
    {
        await using var dataSource = ConnectionText.Open(connection);
        await using var made = dataSource.CreateConnection();
        Assert.IsType<Microsoft.Data.Sqlite.SqliteConnection>(made);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("s3cret", "key=value")]
    [InlineData("mysql://alice:s3cret@db/shop", "scheme")]
    [InlineData("Database=shop;Password=s3cret", "neither a host nor a file")]
    [InlineData("Host=db;Colour=s3cret", "colour")]
    [InlineData("Host=db;Port=s3cret", "port")]
    [InlineData("Data Source=x.db;Colour=s3cret", "SQLite")]
    public void A_text_that_is_wrong_is_refused_with_the_reason_and_without_the_password(string connection, string reason)
    {
        var refusal = Assert.Throws<FormatException>(() => ConnectionText.Open(connection));
        Assert.Contains(reason, refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("s3cret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_SQLite_database_in_memory_is_refused_because_each_connection_would_have_its_own()
    {
        await using var store = DatabaseNode.Create(ConnectionText.Open("Data Source=:memory:"), new() { MigrateOnStart = true });
        var refusal = await Assert.ThrowsAsync<SessionStoreException>(async () => await store.FindAsync(SessionId.New()));
        Assert.Contains("UseMemoryStore", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Of several servers only the primary knows which sessions were removed; a standby may still have them.</summary>
    [Theory]
    [InlineData("postgresql://one,two/shop")]
    [InlineData("Host=one,two;Database=shop")]
    [InlineData("postgresql://one,two/shop?target_session_attrs=primary")]
    [InlineData("postgresql://one,two/shop?target_session_attrs=read-write")]
    [InlineData("Host=one,two;Database=shop;Target Session Attributes=Primary")]
    public async Task Of_several_servers_the_primary_is_asked(string connection)
    {
        await using var dataSource = ConnectionText.Open(connection);
        var target = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString).TargetSessionAttributes?.ToLowerInvariant();
        Assert.True(target is "primary" or "read-write", target ?? "any");
    }

    [Theory]
    [InlineData("postgresql://one,two/shop?target_session_attrs=any")]
    [InlineData("postgresql://one,two/shop?target_session_attrs=prefer-standby")]
    [InlineData("Host=one,two;Database=shop;Target Session Attributes=standby")]
    public void To_ask_a_standby_is_refused(string connection)
    {
        var refusal = Assert.Throws<FormatException>(() => ConnectionText.Open(connection));
        Assert.Contains("primary", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_of_PostgreSQL_are_refused_for_SQLite()
    {
        await using var dataSource = ConnectionText.Open("Data Source=sessions.db");
        Assert.Throws<ArgumentException>(() => DatabaseLink.To(dataSource, false, new() { Schema = "shop" }));
        Assert.Throws<ArgumentException>(() => DatabaseLink.To(dataSource, false, new() { Unlogged = true }));
    }
}
