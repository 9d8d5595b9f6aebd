using Azu.Sessions.Bench;
using BenchmarkDotNet.Attributes;

namespace Azu.Sessions.PartsBench;

/// <summary>A whole request through the engine, without HTTP.</summary>
public class RequestParts
{
    private BenchEngine _bench = null!;
    private string _token = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _bench = new();
        _token = await _bench.BeginAsync();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _bench.DisposeAsync();

    [Benchmark(Description = "request, untouched", Baseline = true)]
    public void Untouched() => _bench.Request(_token, null);

    [Benchmark(Description = "request, read")]
    public void Read() => _bench.Request(_token, static s => _ = s.Data);

    [Benchmark(Description = "request, read + write by Update")]
    public void Update() => _bench.Request(_token, static s => s.Update(static d => d.Visited()));

    [Benchmark(Description = "request, read + write by assignment")]
    public void Assign() => _bench.Request(_token, static s => s.Data = s.Data.Visited());
}
