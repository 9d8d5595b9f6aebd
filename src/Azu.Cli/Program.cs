namespace Azu.Cli;

internal static class Program
{
    public static Task<int> Main(string[] args) => AzuCommandLine.RunAsync(args, CliEnvironment.OfProcess());
}
