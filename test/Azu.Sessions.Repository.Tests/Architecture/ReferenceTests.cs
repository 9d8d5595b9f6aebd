using System.Xml.Linq;

namespace Azu.Sessions.Repository.Tests;

/// <summary>Who knows whom between projects: what the project files say, and what the compiler found to be used.</summary>
public sealed class ReferenceTests
{
    // Frameworks are known by the names of their assemblies: those of the base class library, and those of ASP.NET Core.
    private static readonly string[] s_baseClassLibrary = ["System.*", "Microsoft.Win32.*", "mscorlib", "netstandard"];
    private static readonly string[] s_aspNetCore = ["Microsoft.AspNetCore.*", "Microsoft.Extensions.*", "Microsoft.Net.Http.Headers"];

    public static TheoryData<string> Packages => Package.Names;

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_project_references_only_what_its_layer_may_know(string name)
    {
        var package = Package.Of(name);
        var project = XDocument.Load(package.ProjectPath);

        Assert.All(Included(project, "ProjectReference"), path =>
            Assert.True(package.Projects.Contains(Path.GetFileNameWithoutExtension(path)), package.Refusal("project", path)));
        Assert.All(Included(project, "PackageReference"), library =>
            Assert.True(package.MayUseLibrary(library), package.Refusal("package", library)));
        Assert.All(Included(project, "FrameworkReference"), framework =>
            Assert.True(package.Frameworks.Contains(framework), package.Refusal("framework", framework)));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void An_assembly_uses_only_what_its_layer_may_know(string name)
    {
        var package = Package.Of(name);
        var allowed = package.Projects.Concat(s_baseClassLibrary).ToList();
        if (package.Frameworks.Contains("Microsoft.AspNetCore.App")) allowed.AddRange(s_aspNetCore);

        Assert.All(package.Load().GetReferencedAssemblies().Select(a => a.Name!), used => Assert.True(
            allowed.Exists(pattern => Package.Matches(pattern, used)) || package.MayUseLibrary(used) || IsPartOfAllowedLibrary(package, used),
            package.Refusal("assembly", used)));
    }

    [Fact]
    public void The_table_of_packages_has_no_circle()
    {
        var below = new HashSet<string>();
        foreach (var package in Package.All)
        {
            Assert.All(package.Projects, project =>
                Assert.True(below.Contains(project), $"{package.Name} may reference {project}, which does not stand above it in the table."));
            below.Add(package.Name);
        }
    }

    [Fact]
    public void A_project_file_is_named_like_its_folder() =>
        Assert.All(RepositoryTree.Files("src", "*.csproj"), path =>
            Assert.Equal(Path.GetFileName(Path.GetDirectoryName(path)), Path.GetFileNameWithoutExtension(path)));

    // A package can be called otherwise than its assemblies.
    private static bool IsPartOfAllowedLibrary(Package package, string assembly) =>
        package.MayUseLibrary("xunit.v3.extensibility.core") && assembly is "xunit.v3.core" or "xunit.v3.common";

    private static IEnumerable<string> Included(XDocument project, string item) =>
        project.Descendants(item).Select(e => (string?)e.Attribute("Include")).OfType<string>();
}
