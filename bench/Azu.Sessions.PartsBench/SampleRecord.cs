using Azu.Sessions.Bench;

namespace Azu.Sessions.PartsBench;

/// <summary>A stored session with the sample data.</summary>
internal static class SampleRecord
{
    public static async Task<SessionRecord> MakeAsync()
    {
        await using var bench = new BenchEngine();
        bench.Engine.CookieFormat.Read(await bench.BeginAsync(), out var token);
        return (await bench.Engine.Store.FindAsync(token.Id))!;
    }
}
