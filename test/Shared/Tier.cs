namespace Azu.Sessions.TestSupport;

/// <summary>How large the numbers of this run are: small by default, large in the soak tier (<c>AZU_SOAK=1</c>).</summary>
internal static class Tier
{
    public static bool IsSoak { get; } = Environment.GetEnvironmentVariable("AZU_SOAK") == "1";

    public static int Of(int normally, int inSoak) => IsSoak ? inSoak : normally;
}
