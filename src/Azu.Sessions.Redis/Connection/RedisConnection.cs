using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// The way to the server. Connects when it is first asked, never in the constructor: an application starts also while Redis is down. What failed
/// to connect is tried again by the next call; what is connected reconnects by itself.
/// </summary>
internal sealed class RedisConnection : IDisposable
{
    private const long LookPause = 1_000; // ms

    private readonly Lock _lock = new();
    private readonly Func<Task<IConnectionMultiplexer>> _connect;
    private readonly ConfigurationOptions? _options; // of a connection of its own
    private Task<IConnectionMultiplexer>? _connecting;
    private IDatabase? _database;
    private long _lookedAt = -LookPause;

    /// <summary>Over a connection of the application's own, which stays open when this one is disposed.</summary>
    public RedisConnection(IConnectionMultiplexer multiplexer)
    {
        Place = multiplexer;
        _connect = () => Task.FromResult(multiplexer);
    }

    /// <summary>Over a connection of its own.</summary>
    public RedisConnection(ConfigurationOptions options)
    {
        Place = $"{string.Join(',', options.EndPoints)}/{options.ServiceName}/{options.DefaultDatabase ?? 0}";
        _options = options;
        _connect = async () => await ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>What tells one Redis from another, as far as this process can.</summary>
    public object Place { get; }

    public ValueTask<IDatabase> DatabaseAsync() => Volatile.Read(ref _database) is { } database ? new(database) : new(GetDatabaseAsync());

    public Task<IConnectionMultiplexer> MultiplexerAsync()
    {
        lock (_lock)
        {
            if (_connecting is null or { IsFaulted: true } or { IsCanceled: true }) _connecting = _connect();
            return _connecting;
        }
    }

    /// <summary>Makes one more connection to the same place, which the caller closes.</summary>
    /// <exception cref="RedisConnectionException">It cannot be made: the application's own connection may have settings that are code.</exception>
    public async Task<IConnectionMultiplexer> ConnectAgainAsync() =>
        await ConnectionMultiplexer.ConnectAsync(_options?.Clone() ?? ConfigurationOptions.Parse((await MultiplexerAsync()).Configuration));

    /// <summary>
    /// Has the client check the role of every server, at most once a second. A planned fail-over breaks no connection. So the client would write to
    /// the demoted primary until its own check, once a minute.
    /// </summary>
    public void LookForPrimary()
    {
        var (now, last) = (Environment.TickCount64, Volatile.Read(ref _lookedAt));
        if (now - last >= LookPause && Interlocked.CompareExchange(ref _lookedAt, now, last) == last) _ = LookAsync();
    }

    /// <summary>
    /// Runs a script by its digest, and by its text where the server does not have it (a new one, SCRIPT FLUSH, a restart, a fail-over): then nothing
    /// was carried out. Looks for the primary where the server is a replica.
    /// </summary>
    /// <param name="script">The script.</param>
    /// <param name="ask">Sends it: the command, and the digest or the text that goes with it.</param>
    public async Task<T> RunAsync<T>(RedisScript script, Func<string, string, Task<T>> ask)
    {
        try
        {
            return await ask("EVALSHA", script.Name);
        }
        catch (RedisServerException e) when (RedisFault.IsNoScript(e))
        {
            return await ask("EVAL", script.Text);
        }
        catch (RedisServerException e) when (RedisFault.IsReplica(e))
        {
            LookForPrimary();
            throw;
        }
    }

    public void Dispose()
    {
        if (_options is null) return;
        lock (_lock)
        {
            // Also what is still connecting must not stay open behind the application's back.
            _ = _connecting?.ContinueWith(
                static t => { if (t.IsCompletedSuccessfully) t.Result.Dispose(); else _ = t.Exception; },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await (await MultiplexerAsync()).ConfigureAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            // Nothing is worse than before, and the next write that is refused looks again.
        }
    }

    private async Task<IDatabase> GetDatabaseAsync()
    {
        var database = (await MultiplexerAsync()).GetDatabase();
        return Interlocked.CompareExchange(ref _database, database, null) ?? database;
    }
}
