using Azu.Sessions.Bench;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azu.Sessions.PartsBench;

/// <summary>What the library adds to a store: the memory store itself, the near cache, and the pipeline of a remote store.</summary>
public class StoreParts
{
    private BenchEngine _bench = null!;
    private SessionRecord _record = null!;
    private NearCache _nearCache = null!;
    private ISessionStore _bare = null!, _remote = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _bench = new();
        _bench.Engine.CookieFormat.Read(await _bench.BeginAsync(), out var token);
        _record = (await _bench.Engine.Store.FindAsync(token.Id))!;
        _bare = new ImmediateStore(_record);
        _nearCache = new(_bare, new(1_000, 10_000_000), lease: null, TimeSpan.FromDays(1), TimeProvider.System);
        await _nearCache.FindAsync(_record.Id);
        _remote = StorePipeline.Remote(_bare, new(), new(null, "bench"), new(NullLogger.Instance, TimeProvider.System)).Store;
        if (!_nearCache.TryRecall(_record.Id, out _)) throw new BenchException("The near cache kept no copy.");
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _bench.DisposeAsync();

    [Benchmark(Description = "memory store, find")]
    public SessionRecord? Find() => BenchEngine.Done(_bench.Engine.Store.FindAsync(_record.Id));

    [Benchmark(Description = "memory store, update")]
    public UpdateOutcome Update()
    {
        var version = _record.Version;
        _record = _record with { Version = version + 1, WriteId = _record.WriteId + 1 };
        var outcome = BenchEngine.Done(_bench.Engine.Store.UpdateAsync(_record, version)).Outcome;
        return outcome == UpdateOutcome.Updated ? outcome : throw new BenchException($"The update was {outcome}.");
    }

    [Benchmark(Description = "near cache, hit")]
    public bool Recall() => _nearCache.TryRecall(_record.Id, out _);

    [Benchmark(Description = "floor: a store that answers at once, find", Baseline = true)]
    public SessionRecord? FindBare() => BenchEngine.Done(_bare.FindAsync(_record.Id));

    [Benchmark(Description = "the same through the pipeline of a remote store")]
    public SessionRecord? FindRemote() => BenchEngine.Done(_remote.FindAsync(_record.Id));
}
