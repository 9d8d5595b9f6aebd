using System.Text.Json;
using System.Xml.Linq;

namespace Azu.Sessions.Repository.Tests;

/// <summary>No dependency is old by neglect: what is behind has a reason.</summary>
public sealed class PinTests
{
    [Fact]
    public void Each_pin_is_the_version_that_is_used()
    {
        var used = XDocument.Load(RepositoryTree.PathOf("Directory.Packages.props"));
        var versions = used.Descendants("PackageVersion").ToDictionary(e => (string)e.Attribute("Include")!, e => (string)e.Attribute("Version")!);
        // The floor of the Redis client, which one project takes instead of the version of all others.
        versions["StackExchange.Redis"] = used.Descendants("StackExchangeRedisFloor").Single().Value;
        Assert.All(Pin.All, pin => Assert.Equal(pin.Version, versions.GetValueOrDefault(pin.Package)));
        Assert.All(Pin.All, pin => Assert.True(pin.Reason.Length > 20, $"{pin.Package} is pinned without a reason."));
    }

    /// <summary>Patches are not counted: they come every week, and an update takes them.</summary>
    [Fact]
    public async Task A_package_behind_its_newest_major_version_has_a_pin()
    {
        if (!Tier.IsSoak) Assert.Skip("Asks the package feed: with AZU_SOAK=1.");
        var behind = await OutdatedAsync();
        Assert.All(behind, package => Assert.True(Pin.All.Any(p => p.Package == package.Name),
            $"{package.Name} is {package.Used}, and {package.Newest} is there. Update it, or say in Pin.cs what that would cost."));
        Assert.All(Pin.All, pin => Assert.True(behind.Any(p => p.Name == pin.Package), $"{pin.Package} is not behind any more. Take its line out of Pin.cs."));
    }

    private static async Task<IReadOnlyList<(string Name, string Used, string Newest)>> OutdatedAsync()
    {
        await using var list = Command.Start(["dotnet", "package", "list", "--project", "Azu.Sessions.slnx", "--outdated", "--format", "json", "--no-restore"]);
        Assert.True(await list.ExitCodeAsync() == 0, list.Output);
        var packages = JsonDocument.Parse(list.Output).RootElement.GetProperty("projects").EnumerateArray()
            .SelectMany(p => Elements(p, "frameworks")).SelectMany(f => Elements(f, "topLevelPackages"))
            .Select(p => (Name: Text(p, "id"), Used: Text(p, "resolvedVersion"), Newest: Text(p, "latestVersion")));
        return [.. packages.Where(p => Major(p.Used) != Major(p.Newest)).Distinct()];
    }

    private static IEnumerable<JsonElement> Elements(JsonElement parent, string name) => parent.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Major(string version) => version.Split('.')[0];
}
