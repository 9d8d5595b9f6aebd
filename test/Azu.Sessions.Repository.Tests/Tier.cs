namespace Azu.Sessions.Repository.Tests;

/// <summary>What takes minutes runs with <c>AZU_SOAK=1</c> only.</summary>
internal static class Tier
{
    public static bool IsSoak { get; } = Environment.GetEnvironmentVariable("AZU_SOAK") == "1";
}
