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
        string[] settings = ["IsAotCompatible", "TreatWarningsAsErrors", "GenerateDocumentationFile", "Deterministic", "NuGetAudit"];
        // The SDK switches it off for tools: nobody compiles against one.
        if (name != "Azu.Cli") settings = [.. settings, "EnablePackageValidation"];
        var values = await EvaluateAsync(name, settings, audit: "");
        Assert.All(settings, setting => Assert.True(
            string.Equals(values.GetProperty(setting).GetString(), "true", StringComparison.OrdinalIgnoreCase), $"{name} is built without {setting}."));
    }

    [Fact]
    public async Task A_build_without_a_feed_does_not_ask_it_for_vulnerabilities()
    {
        var values = await EvaluateAsync("Azu.Sessions", ["NuGetAudit", "WarningsNotAsErrors"], audit: "false");
        Assert.Equal("false", values.GetProperty("NuGetAudit").GetString());
        Assert.Contains("NU1900", values.GetProperty("WarningsNotAsErrors").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> EvaluateAsync(string name, string[] settings, string audit)
    {
        var project = RepositoryTree.PathOf($"src/{name}/{name}.csproj");
        await using var msbuild = Command.Start(["dotnet", "msbuild", project, "-nologo", $"-getProperty:{string.Join(',', settings)}"], null,
            ("NuGetAudit", audit));
        Assert.True(await msbuild.ExitCodeAsync() == 0, msbuild.Output);
        return JsonDocument.Parse(msbuild.Output).RootElement.GetProperty("Properties");
    }
}
