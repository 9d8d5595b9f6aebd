using System.Reflection;

namespace Azu.Sessions.Repository.Tests;

/// <summary>One project under src/ and what it may know.</summary>
/// <param name="Name">The project, its assembly and its package.</param>
/// <param name="Namespace">The one namespace of its types.</param>
/// <param name="Projects">The projects that it may reference.</param>
/// <param name="Libraries">The packages that it may reference, and so the assemblies. A final <c>*</c> stands for any ending.</param>
/// <param name="Frameworks">The shared frameworks that it may reference.</param>
internal sealed record Package(string Name, string Namespace, string[] Projects, string[] Libraries, string[] Frameworks)
{
    /// <summary>
    /// The architecture, bottom to top. A new project under src/ needs a line here, and the line is the decision: an entry may name
    /// only what stands above it.
    /// </summary>
    public static readonly IReadOnlyList<Package> All =
    [
        new("Azu.Sessions.Abstractions", "Azu.Sessions", [], [], []),
        new("Azu.Sessions", "Azu.Sessions", ["Azu.Sessions.Abstractions"], ["Microsoft.Extensions.*", "Polly.Core"], []),
        new("Azu.Sessions.Redis", "Azu.Sessions.Redis", ["Azu.Sessions.Abstractions", "Azu.Sessions"], ["StackExchange.Redis", "Microsoft.Extensions.*"], []),
        new("Azu.Sessions.AspNetCore", "Azu.Sessions", ["Azu.Sessions.Abstractions", "Azu.Sessions"], [], ["Microsoft.AspNetCore.App"]),
        new("Azu.Sessions.Dashboard", "Azu.Sessions.Dashboard", ["Azu.Sessions.Abstractions", "Azu.Sessions", "Azu.Sessions.AspNetCore"], [],
            ["Microsoft.AspNetCore.App"]),
        new("Azu.Sessions.Database", "Azu.Sessions.Database", ["Azu.Sessions.Abstractions", "Azu.Sessions"], ["Microsoft.Extensions.*", "Npgsql"], []),
        new("Azu.Sessions.EntityFrameworkCore", "Azu.Sessions.EntityFrameworkCore", ["Azu.Sessions.Abstractions", "Azu.Sessions", "Azu.Sessions.Database"],
            ["Microsoft.EntityFrameworkCore*"], []),
        new("Azu.Sessions.Stores", "Azu.Sessions.Stores", ["Azu.Sessions.Abstractions", "Azu.Sessions", "Azu.Sessions.Redis", "Azu.Sessions.Database"],
            ["Microsoft.Extensions.*"], []),
        new("Azu.Cli", "Azu.Cli", ["Azu.Sessions.Abstractions", "Azu.Sessions", "Azu.Sessions.Redis", "Azu.Sessions.Database", "Azu.Sessions.Stores"],
            ["Microsoft.CodeAnalysis*", "Microsoft.Data.Sqlite", "Microsoft.Extensions.*", "Spectre.Console*", "SQLitePCLRaw.bundle_e_sqlite3",
                "StackExchange.Redis", "System.CommandLine"], []),
        new("Azu.Sessions.Testing", "Azu.Sessions.Testing", ["Azu.Sessions.Abstractions", "Azu.Sessions", "Azu.Sessions.AspNetCore"],
            ["Microsoft.Extensions.TimeProvider.Testing"], ["Microsoft.AspNetCore.App"]),
        new("Azu.Sessions.Conformance", "Azu.Sessions.Conformance", ["Azu.Sessions.Abstractions"], ["xunit.v3.assert", "xunit.v3.extensibility.core"], []),
    ];

    private const string Table = "test/Azu.Sessions.Repository.Tests/Architecture/Package.cs";

    /// <summary>The names of the projects that are there, for theories.</summary>
    public static TheoryData<string> Names => [.. RepositoryTree.Files("src", "*.csproj").Select(p => Path.GetFileNameWithoutExtension(p))];

    public string ProjectPath => RepositoryTree.PathOf($"src/{Name}/{Name}.csproj");

    public static Package Of(string name)
    {
        var package = All.FirstOrDefault(p => p.Name == name);
        Assert.True(package is not null, $"src/{name} has no line in the table of packages. Say what it may reference in {Table}.");
        return package;
    }

    public Assembly Load() => Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, Name + ".dll"));

    public bool MayUseLibrary(string name) => Libraries.Any(allowed => Matches(allowed, name));

    public static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;

    public string Refusal(string kind, string name) => $"{Name} references the {kind} {name}, which the table in {Table} does not allow.";
}
