using System.Text;
using System.Xml.Linq;

namespace Azu.Sessions.Repository.Tests;

/// <summary>A project outside of every repository, which has packages of this tree from a folder.</summary>
internal sealed class FreshApplication : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("fresh-");
    private readonly string _version;

    public FreshApplication(PackedTree packed)
    {
        _version = packed.Version;
        // Our packages come from the folder and go into a cache of this run; everything else is where it always is.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Write("NuGet.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{PathOf("packages")}" /></config>
              <fallbackPackageFolders><add key="cache" value="{cache}" /></fallbackPackageFolders>
              <packageSources><add key="this-tree" value="{packed.Feed}" /></packageSources>
            </configuration>
            """);
    }

    public string PathOf(string file) => Path.Combine(_directory.FullName, file);

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    public void WriteProject(string sdk, IEnumerable<string> packages, string properties = "") => Write("shop.csproj", new StringBuilder()
        .Append("<Project Sdk=\"").Append(sdk)
            .Append("\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>")
        // A package feed may have passed over a patch that another package names.
        .Append("<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>NU1603;NU1900</WarningsNotAsErrors>").Append(properties)
            .Append("</PropertyGroup><ItemGroup>")
        .AppendJoin("", packages.Distinct().Select(name => $"<PackageReference Include=\"{name}\" Version=\"{VersionOf(name)}\" />"))
        .Append("</ItemGroup></Project>").ToString());

    /// <summary>What <c>dotnet build</c> or <c>publish</c> said, whether it succeeded or not.</summary>
    public async Task<(bool Succeeded, string Output)> RunDotnetAsync(params string[] words)
    {
        await using var command = Command.Start(["dotnet", .. words, "-v", "quiet", "-nologo", "-nodeReuse:false"], _directory.FullName);
        return (await command.ExitCodeAsync() == 0, command.Output);
    }

    public async Task<string> BuildAsync()
    {
        var (succeeded, output) = await RunDotnetAsync("build");
        Assert.True(succeeded, output);
        return output;
    }

    /// <summary>What the built program wrote before it ended by itself.</summary>
    public async Task<string> RunAsync()
    {
        await using var program = Command.Start(["dotnet", PathOf("bin/Debug/net10.0/shop.dll")], _directory.FullName, ("DOTNET_ENVIRONMENT", "Development"));
        Assert.True(await program.ExitCodeAsync() == 0, program.Output);
        return program.Output;
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string VersionOf(string name)
    {
        if (name.StartsWith("Azu.", StringComparison.Ordinal)) return _version;
        var listed = XDocument.Load(RepositoryTree.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(e => (string)e.Attribute("Include")!, e => (string)e.Attribute("Version")!);
        // What this tree does not reference itself is of the version of its family.
        return listed.TryGetValue(name, out var version) ? version : listed["Microsoft.Extensions.Hosting.Abstractions"];
    }
}
