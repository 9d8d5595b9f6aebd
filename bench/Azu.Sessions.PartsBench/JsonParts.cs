using System.Text.Json;
using Azu.Sessions.Bench;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Azu.Sessions.PartsBench;

/// <summary>The data as JSON, beside the bare serializer.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class JsonParts
{
    private readonly SessionSerializer<UserSession> _json = new(BenchJson.Default);
    private byte[] _document = [];

    [GlobalSetup]
    public void Setup() => _document = _json.Serialize(UserSession.Sample);

    [Benchmark(Description = "floor: JSON read by the serializer", Baseline = true), BenchmarkCategory("read")]
    public string? BareRead() => JsonSerializer.Deserialize(_document, BenchJson.Default.UserSession)!.UserName;

    [Benchmark(Description = "JSON, read"), BenchmarkCategory("read")]
    public string? Read() => _json.Deserialize(_document, out _).UserName;

    [Benchmark(Description = "floor: JSON written by the serializer", Baseline = true), BenchmarkCategory("write")]
    public byte[] BareWrite() => JsonSerializer.SerializeToUtf8Bytes(UserSession.Sample, BenchJson.Default.UserSession);

    [Benchmark(Description = "JSON, written"), BenchmarkCategory("write")]
    public byte[] Write() => _json.Serialize(UserSession.Sample);
}
