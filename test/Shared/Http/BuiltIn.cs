using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.TestSupport;

/// <summary>ASP.NET Core's own session, to compare with: the same scenario beside ours.</summary>
internal static class BuiltIn
{
    public const string CookieName = ".AspNetCore.Session";

    public static Task<TestApp> StartAsync(Action<WebApplication> map, BuiltInCache? cache = null, Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? before = null) =>
        TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<IDistributedCache>(cache ?? new());
                builder.Services.AddSession();
                configure?.Invoke(builder);
            },
            app =>
            {
                before?.Invoke(app);
                app.UseSession();
                map(app);
            });

    /// <summary>Writes down what the built-in session did, for who reads the test's output.</summary>
    public static void Record(string finding) => TestContext.Current.TestOutputHelper!.WriteLine("built-in session: " + finding);
}

/// <summary>ASP.NET Core's distributed cache in memory, with the disturbances that a test wants.</summary>
internal sealed class BuiltInCache : IDistributedCache
{
    private readonly MemoryDistributedCache _cache = new(Options.Create(new MemoryDistributedCacheOptions()));
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public bool FailsToWrite { get; set; }

    /// <summary>How long a load takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>What a write waits for before it happens.</summary>
    public Task WritesWaitFor { get; set; } = Task.CompletedTask;

    public byte[]? Get(string key)
    {
        Interlocked.Increment(ref _calls);
        // The session loads synchronously, so a remote cache blocks a thread for as long as the network takes.
        if (Latency > TimeSpan.Zero) Task.Delay(Latency).Wait();
        return _cache.Get(key);
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        Interlocked.Increment(ref _calls);
        if (Latency > TimeSpan.Zero) await Task.Delay(Latency, token);
        return await _cache.GetAsync(key, token);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).Wait();

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Interlocked.Increment(ref _calls);
        if (FailsToWrite) throw new IOException("The cache cannot be reached.");
        await WritesWaitFor;
        await _cache.SetAsync(key, value, options, token);
    }

    public void Refresh(string key) => _cache.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default)
    {
        Interlocked.Increment(ref _calls);
        return _cache.RefreshAsync(key, token);
    }

    public void Remove(string key) => _cache.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        Interlocked.Increment(ref _calls);
        return _cache.RemoveAsync(key, token);
    }
}
