using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>The list of revocations in PostgreSQL.</summary>
public sealed class PostgresListTests : ListScenarios, IAsyncLifetime
{
    private PostgresServer _server = null!;
    private FaultProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _proxy = new(_server.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    private protected override void UseList(CookieStoreOptions cookie, string place) =>
        cookie.RevokeInDatabase(_server.Through(_proxy.Port), d => (d.Schema, d.MigrateOnStart) = (place, true));

    private protected override async Task<long> CountAsync(string place) => (long)(await AskAsync($"SELECT count(*) FROM {place}.revocations"))!;

    private protected override async Task EmptiesAsync(string place, TimeSpan time, Func<TimeSpan, Task> pass)
    {
        await pass(time);
        Assert.Equal(0, await CountAsync(place));
    }

    private protected override async Task LoseAsync(string place) => await AskAsync($"TRUNCATE {place}.revocations CASCADE");

    private protected override void CutOff()
    {
        _proxy.RefusesConnections = true;
        _proxy.CutAll();
    }

    private protected override void Heal() => _proxy.Heal();

    private async Task<object?> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_server.Connection);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
