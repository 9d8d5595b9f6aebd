using System.Reflection;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>A package that a project needs for sessions.</summary>
internal sealed record PackageVersion(string Name, string Version)
{
    public const string Web = "Azu.Sessions.AspNetCore";

    // The provider alone brings an older SQLite.
    private static readonly PackageVersion[] s_sqlite = [Tested("Microsoft.Data.Sqlite"), Tested("SQLitePCLRaw.bundle_e_sqlite3")];

    // The Redis store takes an older one too, which other packages may bring; this one is the one to have.
    private static readonly PackageVersion s_redisClient = Tested("StackExchange.Redis");

    /// <summary>The version of this tool, which is also that of the packages it belongs to.</summary>
    public static string Own { get; } = typeof(PackageVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public string Reference => $"<PackageReference Include=\"{Name}\" Version=\"{Version}\" />";

    public string ReferenceWithoutVersion => $"<PackageReference Include=\"{Name}\" />";

    public string Central => $"<PackageVersion Include=\"{Name}\" Version=\"{Version}\" />";

    public static IEnumerable<PackageVersion> For(SessionBackend backend, bool isSqlite, string version)
    {
        yield return new(Web, version);
        if (backend == SessionBackend.Redis)
        {
            yield return new("Azu.Sessions.Redis", version);
            yield return s_redisClient;
        }
        if (backend != SessionBackend.Database) yield break;
        yield return new("Azu.Sessions.Database", version);
        if (!isSqlite) yield break;
        foreach (var package in s_sqlite) yield return package;
    }

    /// <summary>A package in the version that this tool was built and tested with.</summary>
    private static PackageVersion Tested(string name) =>
        new(name, typeof(PackageVersion).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == name).Value!);
}
