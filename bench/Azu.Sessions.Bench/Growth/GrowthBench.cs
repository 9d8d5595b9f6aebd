namespace Azu.Sessions.Bench;

/// <summary>What a request costs while one thing grows and everything else stays. A table is written when it is complete.</summary>
internal static class GrowthBench
{
    public static async Task RunAsync(BenchOptions options)
    {
        Console.WriteLine(await SessionGrowth.RunAsync(options));
        Console.WriteLine(await ConnectionGrowth.RunAsync(options));
        Console.WriteLine(await DataGrowth.RunAsync(options));
        Console.WriteLine(await NodeGrowth.RunAsync(options));
    }
}
