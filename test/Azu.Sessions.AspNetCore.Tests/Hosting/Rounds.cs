namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>How often a scenario is repeated: a few times by default, very often in the soak tier (<c>AZU_SOAK=1</c>).</summary>
internal static class Rounds
{
    public static bool IsSoak { get; } = Environment.GetEnvironmentVariable("AZU_SOAK") == "1";

    public static int Of(int normally, int inSoak) => IsSoak ? inSoak : normally;
}
