namespace Azu.Cli.Tests;

/// <summary>Small numbers by default, the large ones with <c>AZU_SOAK=1</c>.</summary>
internal static class Tier
{
    public static bool IsSoak { get; } = System.Environment.GetEnvironmentVariable("AZU_SOAK") == "1";
}
