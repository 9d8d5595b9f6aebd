using System.Data.Common;
using Azu.Sessions.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Azu.Cli.Tests;

/// <summary>A place of its own in a real store, an application that keeps sessions there, and the command line that looks at them.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    public const string Application = "shop";

    private readonly ServiceProvider _services;

    private StoreUnderTest(string kind, AzuShell azu, bool isSealed, string? url, TimeSpan? lag)
    {
        (Kind, Azu) = (kind, azu);
        Prefix = Backends.New("t") + ":";
        Schema = kind == "postgresql" ? Backends.New("t_") : null;
        url ??= kind switch
        {
            "redis" => Backends.RedisUrl,
            "postgresql" => Backends.Postgres.Url,
            _ => $"Data Source={azu.PathOf("sessions.db")}",
        };
        Url = url;
        azu.Variables["SESSION_BACKEND"] = kind == "redis" ? "redis" : "database";
        azu.Variables[kind == "redis" ? "REDIS_URL" : "DATABASE_URL"] = url;
        if (kind == "redis") azu.Variables["SESSION_KEY_PREFIX"] = Prefix;
        if (Schema is not null) azu.Variables["SESSION_SCHEMA"] = Schema;

        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        var sessions = services.AddAzuSessionsCore<UserSession>(o =>
        {
            (o.Secret, o.ApplicationName, o.RecordClient) = (Secret, Application, true);
            if (isSealed) o.Cookie.UseHostPrefix = true;
            o.Cookie.SecurePolicy = CookieSecurity.Always;
        });
        // A creation that a busy machine lets time out is tried under another id, and may be carried out twice.
        sessions.WithResilience(r => (r.AttemptTimeout, r.TotalTimeout) = (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60)));
        sessions.WithEncryption(e => e.IsEnabled = isSealed);
        if (lag is { } bound) sessions.WithNearCache(c => c.MaxRevocationLag = bound);
        if (kind == "redis") sessions.UseRedisStore(url, r => r.KeyPrefix = Prefix);
        else sessions.UseDatabaseStore(url, d => (d.Schema, d.MigrateOnStart, d.CommandTimeout) = (Schema, true, TimeSpan.FromSeconds(60)));
        _services = services.BuildServiceProvider();
    }

    public string Kind { get; }

    public AzuShell Azu { get; }

    public string Url { get; }

    public string Prefix { get; }

    public string? Schema { get; }

    public static string Secret { get; } = SessionSecrets.Generate();

    public SessionManager<UserSession> Sessions => _services.GetRequiredService<SessionManager<UserSession>>();

    public static StoreUnderTest Open(string kind, AzuShell? azu = null, bool isSealed = false, string? url = null, TimeSpan? lag = null) =>
        new(kind, azu ?? new AzuShell(), isSealed, url, lag);

    /// <summary>As many sessions as there are names; null is somebody who is not signed in.</summary>
    public async Task<IReadOnlyList<SessionId>> CreateAsync(params string?[] subjects)
    {
        var ids = new List<SessionId>();
        foreach (var subject in subjects)
        {
            var created = await Sessions.CreateAsync(new UserSession(subject, 3), subject, new SessionClient("198.51.100.7", "Mozilla/5.0 (X11; Linux)"));
            ids.Add(created.Session.Id);
        }
        return ids;
    }

    /// <summary>Runs the application's background work until it has noted itself as a node.</summary>
    public async Task NoteNodeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StartAsync(default);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await Sessions.FindMaxRevocationLagAsync() is null) await look.WaitForNextTickAsync();
    }

    /// <summary>Changes the tables by hand.</summary>
    /// <param name="sql">With <c>{sessions}</c> and <c>{audit}</c> for their names.</param>
    public Task ExecuteAsync(string sql) => QueryAsync(sql);

    /// <summary>What the first column says.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        await using DbConnection connection = Kind == "sqlite" ? new SqliteConnection(Url) : new NpgsqlConnection(Backends.Postgres.Connection);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql.Replace("{sessions}", Name("sessions"), StringComparison.Ordinal)
            .Replace("{audit}", Name("sessions_audit"), StringComparison.Ordinal);
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;

        string Name(string table) => Schema is null ? table : $"{Schema}.{table}";
    }

    /// <summary>Many, at once.</summary>
    public Task CreateManyAsync(int count) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 200 }, async (_, _) => await Sessions.CreateAsync(new UserSession(null, 1)));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Azu.Dispose();
    }
}

/// <summary>What the application keeps.</summary>
internal sealed record UserSession(string? Username, int Visits)
{
    public UserSession() : this(null, 0) { }
}
