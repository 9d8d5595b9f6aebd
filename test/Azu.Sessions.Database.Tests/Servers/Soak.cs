namespace Azu.Sessions.Database.Tests;

/// <summary>Whether this run is the long one.</summary>
internal static class Soak
{
    public static bool IsOn => Environment.GetEnvironmentVariable("AZU_SOAK") == "1";
}
