namespace Azu.Sessions.Redis.Tests;

/// <summary>How large the numbers are: small by default, large in the soak tier.</summary>
internal static class Tier
{
    public static bool IsSoak { get; } = Environment.GetEnvironmentVariable("AZU_SOAK") == "1";

    public static int Races => IsSoak ? 2_000 : 200;
}
