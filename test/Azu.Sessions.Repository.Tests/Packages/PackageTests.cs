using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Azu.Sessions.Repository.Tests;

/// <summary>What a package is made of, and what it says of itself.</summary>
[Collection(nameof(PackedTree))]
public sealed partial class PackageTests(PackedTree packed)
{
    private const string Tool = "Azu.Cli";

    public static TheoryData<string> Names => Package.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_says_what_it_is_and_how_to_begin(string name)
    {
        using var package = packed.Open(name);
        Assert.Equal("MIT", package.Says("license"));
        Assert.Equal("the Azu.Sessions authors", package.Says("authors"));
        Assert.NotEmpty(package.Says("copyright") ?? "");
        Assert.True(package.Says("description") is { Length: > 60 } description && description.Contains("Azu.Sessions", StringComparison.Ordinal),
            $"{name} does not say what it is for.");
        Assert.Contains("session", package.Says("tags"), StringComparison.Ordinal);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], package.Read(package.Says("icon")!)[..4]);
        var readme = package.ReadText(package.Says("readme")!);
        Assert.StartsWith($"# {(name == Tool ? "azu" : name)}\n", readme, StringComparison.Ordinal);
        Assert.Contains(name == Tool ? $"dotnet tool install --global {name}\n" : $"dotnet add package {name}\n", readme, StringComparison.Ordinal);
        Assert.Matches(Page(), readme);
        // A link into the repository leads nowhere from a package.
        Assert.DoesNotContain("](", readme, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_that_a_readme_names_is_there(string name) =>
        Assert.All(Page().Matches(RepositoryTree.Read($"src/{name}/README.md")), page =>
            Assert.True(File.Exists(RepositoryTree.PathOf(page.Groups["path"].Value)),
                $"{name} sends its readers to {page.Groups["path"].Value}, which is not there."));

    [Fact]
    public void Who_finds_the_engine_alone_is_sent_to_the_package_for_the_web()
    {
        using var engine = packed.Open("Azu.Sessions");
        Assert.Contains("Azu.Sessions.AspNetCore", engine.Says("description"), StringComparison.Ordinal);
        Assert.Contains("**A web application takes `Azu.Sessions.AspNetCore`", engine.ReadText("README.md"), StringComparison.Ordinal);
        Assert.Contains("build/Azu.Sessions.targets", engine.Files);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_library_brings_its_own_assembly_and_nothing_else(string name)
    {
        if (name == Tool) return;
        using var package = packed.Open(name);
        string[] own = [$"{name}.nuspec", "README.md", "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"];
        Assert.Equal(own.Concat(name == "Azu.Sessions" ? ["build/Azu.Sessions.targets"] : []).Order(StringComparer.Ordinal),
            package.Files.Order(StringComparer.Ordinal));
        var projects = Package.Of(name).Projects;
        Assert.All(package.Dependencies, dependency => Assert.True(
            projects.Contains(dependency.Package) ? dependency.Version == packed.Version : Package.Of(name).MayUseLibrary(dependency.Package),
            $"{name} asks for {dependency.Package} {dependency.Version}."));
    }

    [Fact]
    public void The_Redis_store_asks_for_no_newer_client_than_applications_have()
    {
        using var redis = packed.Open("Azu.Sessions.Redis");
        Assert.Contains(("StackExchange.Redis", Pin.All.Single(p => p.Package == "StackExchange.Redis").Version), redis.Dependencies);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_has_its_symbols_beside_it(string name)
    {
        using var symbols = packed.Open(name, "snupkg");
        Assert.Contains(symbols.Files, file => file.EndsWith($"/{name}.pdb", StringComparison.Ordinal));
    }

    [Fact]
    public void The_tool_carries_no_documentation_files()
    {
        using var tool = packed.Open(Tool);
        Assert.DoesNotContain(tool.Files, file => file.EndsWith(".xml", StringComparison.Ordinal) && Path.GetFileName(file) is not "DotnetToolSettings.xml");
    }

    [Fact]
    public void One_line_has_the_version_of_all_packages()
    {
        var files = RepositoryTree.Files(".", "*.csproj").Concat(RepositoryTree.Files(".", "*.props")).Concat(RepositoryTree.Files(".", "*.targets"))
            .Concat(RepositoryTree.Files(".", "*.proj"));
        string[] names = ["Version", "VersionPrefix", "PackageVersion", "AssemblyVersion", "FileVersion", "InformationalVersion"];
        var lines = files.SelectMany(path => XDocument.Load(path).Descendants("PropertyGroup").Elements()
            .Where(e => names.Contains(e.Name.LocalName)).Select(e => $"{RepositoryTree.Relative(path)}: {e.Name.LocalName}"));
        Assert.Equal(["src/Directory.Build.props: Version"], lines);
    }

    [Fact]
    public async Task Packing_needs_no_flags()
    {
        await using var msbuild = Command.Start(["dotnet", "msbuild", "eng/pack.proj", "-nologo", "-getProperty:PackageOutputPath,Configuration"]);
        Assert.True(await msbuild.ExitCodeAsync() == 0, msbuild.Output);
        var values = JsonDocument.Parse(msbuild.Output).RootElement.GetProperty("Properties");
        Assert.Equal("artifacts/packages", RepositoryTree.Relative(values.GetProperty("PackageOutputPath").GetString()!).TrimEnd('/'));
        Assert.Equal("Release", values.GetProperty("Configuration").GetString());
    }

    [GeneratedRegex("`(?<path>docs/[a-z./-]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Page();
}
