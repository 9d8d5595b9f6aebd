using System.Globalization;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Where applications keep their sessions in a store that all share: a prefix, a schema, a file.</summary>
internal static class Place
{
    private static int s_places;

    /// <summary>A place that no other application has.</summary>
    public static string New() => string.Create(CultureInfo.InvariantCulture, $"app{Interlocked.Increment(ref s_places)}");
}
