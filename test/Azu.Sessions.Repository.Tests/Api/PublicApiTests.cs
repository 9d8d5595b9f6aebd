namespace Azu.Sessions.Repository.Tests;

/// <summary>A change to what users can name is a change to a file under eng/api/, and so is seen by whoever reads the change.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages => Package.Names;

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_recorded_one(string name)
    {
        var path = RepositoryTree.PathOf($"eng/api/{name}.txt");
        var recorded = File.Exists(path) ? File.ReadAllText(path) : "";
        var actual = ApiText.Of(Package.Of(name).Load());
        if (actual == recorded) return;

        if (Environment.GetEnvironmentVariable("AZU_ACCEPT_API") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        Assert.Fail($"""
            The public surface of {name} is not the one in eng/api/{name}.txt:
            {TextDifference.Between(recorded, actual)}
            If that is meant, record it and let the change to the file be part of yours:
                AZU_ACCEPT_API=1 dotnet run --project test/Azu.Sessions.Repository.Tests
            """);
    }

    [Fact]
    public void No_surface_is_recorded_of_a_package_that_is_gone() =>
        Assert.All(RepositoryTree.Files("eng/api", "*.txt"), path =>
            Assert.True(Directory.Exists(RepositoryTree.PathOf($"src/{Path.GetFileNameWithoutExtension(path)}")),
                $"{RepositoryTree.Relative(path)} is of no package."));

    [Fact]
    public void A_changed_line_is_shown_below_its_type()
    {
        var difference = TextDifference.Between("class A\n    int One()\n    int Two()\nclass B\n    int One()\n",
            "class A\n    int One()\n    int Two()\nclass B\n    int Three()\n");
        Assert.Equal("  class B\n-     int One()\n+     int Three()\n", difference);
    }
}
