using Azu.Sessions.Bench;
using BenchmarkDotNet.Attributes;

namespace Azu.Sessions.PartsBench;

/// <summary>The middleware and an endpoint around a new HttpContext, without a server.</summary>
public class PipelineParts
{
    private BenchPipeline _none = null!, _unused = null!, _reading = null!, _writing = null!;
    private RoutedPipeline _open = null!, _members = null!;
    private string _readCookie = "", _writeCookie = "", _openCookie = "", _memberCookie = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _none = new(hasSessions: false, static _ => UserSession.Sample.UserName);
        _unused = new(hasSessions: true, static _ => UserSession.Sample.UserName);
        _reading = new(hasSessions: true, static c => c.GetSession<UserSession>().Data.UserName);
        _writing = new(hasSessions: true, static c => (c.GetSession<UserSession>().Data = c.GetSession<UserSession>().Data.Visited()).UserName);
        _open = new(static _ => { });
        _members = new(static endpoint => endpoint.RequireSignIn());
        (_readCookie, _writeCookie) = (await _reading.BeginAsync(), await _writing.BeginAsync());
        (_openCookie, _memberCookie) = (await _open.BeginAsync(), await _members.BeginAsync());
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        foreach (var pipeline in (BenchPipeline[])[_none, _unused, _reading, _writing]) await pipeline.DisposeAsync();
        foreach (var pipeline in (RoutedPipeline[])[_open, _members]) await pipeline.DisposeAsync();
    }

    [Benchmark(Description = "pipeline, no sessions", Baseline = true)]
    public void None() => _none.Request(_readCookie);

    [Benchmark(Description = "pipeline, anonymous")]
    public void Anonymous() => _unused.Request(null);

    [Benchmark(Description = "pipeline, read")]
    public void Read() => _reading.Request(_readCookie);

    [Benchmark(Description = "pipeline, read + write by assignment")]
    public void Write() => _writing.Request(_writeCookie);

    [Benchmark(Description = "pipeline with routing, read")]
    public void Routed() => _open.Request(_openCookie);

    [Benchmark(Description = "pipeline with routing, read, RequireSignIn")]
    public void SignedIn() => _members.Request(_memberCookie);
}
