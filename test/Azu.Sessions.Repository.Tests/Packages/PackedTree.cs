using System.Security.Cryptography;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The packages of this tree as it was built, in a folder that serves as a feed.</summary>
[CollectionDefinition(nameof(PackedTree))]
public sealed class PackedTree : IAsyncLifetime, ICollectionFixture<PackedTree>
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("packed-");

    /// <summary>A version that no cache has seen.</summary>
    public string Version { get; } = $"0.1.0-test.{RandomNumberGenerator.GetHexString(12, lowercase: true)}";

    public string Feed => Path.Combine(_directory.FullName, "feed");

    public async ValueTask InitializeAsync()
    {
        await using var pack = Command.Start([
            "dotnet", "pack", "eng/pack.proj", "--no-build", "-c", Configuration, "-o", Feed, "-v", "quiet",
            $"-p:PackageVersion={Version}", $"-p:NuspecOutputPath={_directory.FullName}/nuspec/"]);
        Assert.True(await pack.ExitCodeAsync() == 0, pack.Output);
        Assert.DoesNotContain("warning", pack.Output, StringComparison.OrdinalIgnoreCase);
    }

    internal PackageFile Open(string name, string extension = "nupkg") => new(Path.Combine(Feed, $"{name}.{Version}.{extension}"));

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
