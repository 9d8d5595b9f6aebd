using System.Xml.Linq;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The lists in the root say what is there, and nothing else.</summary>
public sealed class ProjectListTests
{
    [Fact]
    public void Every_listed_package_version_is_used_by_a_project()
    {
        var used = RepositoryTree.Files(".", "*.csproj").Concat(RepositoryTree.Files(".", "Directory.Build.*")).Concat(RepositoryTree.Files("test", "*.props"))
            .SelectMany(path => Included(path, "PackageReference")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(Included(RepositoryTree.PathOf("Directory.Packages.props"), "PackageVersion"), package =>
            Assert.True(used.Contains(package), $"Directory.Packages.props lists {package}, which no project references."));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        // What is not in it is neither built by the test command nor, under test/, run.
        var listed = XDocument.Load(RepositoryTree.PathOf("Azu.Sessions.slnx")).Descendants("Project").Select(p => (string?)p.Attribute("Path")).ToHashSet();
        Assert.All(RepositoryTree.Files(".", "*.csproj").Select(RepositoryTree.Relative), project =>
            Assert.True(listed.Contains(project), $"{project} is not in Azu.Sessions.slnx: dotnet sln add {project}"));
    }

    private static IEnumerable<string> Included(string path, string item) =>
        XDocument.Load(path).Descendants(item).Select(e => (string?)e.Attribute("Include")).OfType<string>();
}
