using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>A Garnet in a process of its own, so that its CPU is its own. It speaks to the benchmark as the applications do.</summary>
internal static class GarnetApp
{
    public const string Name = "garnet";

    public static async Task<int> RunAsync()
    {
        await using var garnet = await GarnetInProcess.StartAsync(static o => (o.IndexMemorySize, o.LogMemorySize) = ("64m", "512m"));
        Console.WriteLine($"redis://{garnet.Configuration}");
        await BenchServer.AnswerAsync();
        return 0;
    }
}
