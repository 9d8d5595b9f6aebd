using Azu.Sessions.Bench;
using BenchmarkDotNet.Attributes;

namespace Azu.Sessions.PartsBench;

/// <summary>The merge of a request's change into what another request has stored since.</summary>
public class MergeParts
{
    private byte[] _before = [], _after = [], _stored = [];
    private List<JsonIntent> _intents = [];

    [GlobalSetup]
    public void Setup()
    {
        var json = new SessionSerializer<UserSession>(BenchJson.Default);
        _before = json.Serialize(UserSession.Sample);
        _after = json.Serialize(UserSession.Sample.Visited());
        _stored = json.Serialize(UserSession.Sample with { Cart = [] });
        _intents = SessionMerge.Diff(_before, _after);
    }

    [Benchmark(Description = "merge, find the changes")]
    public int Diff() => SessionMerge.Diff(_before, _after).Count;

    [Benchmark(Description = "merge, apply the changes")]
    public byte[] Apply() => SessionMerge.Apply(_stored, _intents);

    [Benchmark(Description = "merge, whole")]
    public byte[] Merge() => SessionMerge.Apply(_stored, SessionMerge.Diff(_before, _after));
}
