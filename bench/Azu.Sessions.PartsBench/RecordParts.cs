using BenchmarkDotNet.Attributes;

namespace Azu.Sessions.PartsBench;

/// <summary>A record as bytes, and back.</summary>
public class RecordParts
{
    private SessionRecord _record = null!;
    private byte[] _packed = [];

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _record = await SampleRecord.MakeAsync();
        _packed = SessionRecordFormat.Pack(_record);
    }

    [Benchmark(Description = "record, pack")]
    public byte[] Pack() => SessionRecordFormat.Pack(_record);

    [Benchmark(Description = "record, unpack")]
    public SessionRecord Unpack() => SessionRecordFormat.Unpack(_packed);
}
