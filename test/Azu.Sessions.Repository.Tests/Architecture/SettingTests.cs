using System.Text.Json;

namespace Azu.Sessions.Repository.Tests;

/// <summary>What every project under src/ is built with, as MSBuild evaluates it.</summary>
public sealed class SettingTests
{
    public static TheoryData<string> Packages => Package.Names;

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task A_package_is_AOT_compatible_documented_and_built_without_warnings(string name)
    {
        string[] settings = ["IsAotCompatible", "TreatWarningsAsErrors", "GenerateDocumentationFile"];
        var project = RepositoryTree.PathOf($"src/{name}/{name}.csproj");
        await using var msbuild = Command.Start(["dotnet", "msbuild", project, "-nologo", $"-getProperty:{string.Join(',', settings)}"]);
        Assert.True(await msbuild.ExitCodeAsync() == 0, msbuild.Output);

        var values = JsonDocument.Parse(msbuild.Output).RootElement.GetProperty("Properties");
        Assert.All(settings, setting => Assert.True(
            string.Equals(values.GetProperty(setting).GetString(), "true", StringComparison.OrdinalIgnoreCase), $"{name} is built without {setting}."));
    }
}
