namespace Azu.Cli.Tests;

/// <summary>What a run of the command line left.</summary>
internal sealed record AzuResult(int ExitCode, string Out, string Error)
{
    public string All => Out + Error;
}
