namespace Azu.Sessions.Repository.Tests;

/// <summary>Inside a package, files use one another in one direction, from the specific to the general.</summary>
public sealed class CircleTests
{
    /// <summary>
    /// Circles that are right as they are: package, then the files joined by " + " as the failure names them, and beside each the reason why
    /// the tie cannot be cut.
    /// </summary>
    private static readonly (string Package, string Files)[] s_allowed = [];

    public static TheoryData<string> Packages => Package.Names;

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_files_of_a_package_use_each_other_without_circles(string name)
    {
        var circles = new FileGraph(Package.Of(name).Load()).Circles();
        var allowed = s_allowed.Where(a => a.Package == name).Select(a => a.Files).ToList();

        var unexpected = circles.Where(c => !allowed.Contains(c.Name)).ToList();
        Assert.True(unexpected.Count == 0, $"{name} has circles between files:\n{string.Join("\n\n", unexpected)}");
        Assert.All(allowed, files => Assert.True(circles.Any(c => c.Name == files), $"The circle {files} is gone: take it off the list."));
    }

    [Fact]
    public void A_circle_between_two_files_is_found_and_explained()
    {
        var circle = Assert.Single(new FileGraph(typeof(CircleTests).Assembly).Circles());
        Assert.Equal("Architecture/Circular/Chicken.cs + Architecture/Circular/Egg.cs", circle.Name);
        Assert.Contains("Chicken.Lay uses Egg", circle.ToString(), StringComparison.Ordinal);
        Assert.Contains("Egg uses Chicken", circle.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_package_is_looked_at_file_by_file() =>
        Assert.All(Package.All.Where(p => File.Exists(p.ProjectPath)), package =>
        {
            var written = RepositoryTree.Files($"src/{package.Name}", "*.cs").Select(p => Path.GetRelativePath(Path.GetDirectoryName(package.ProjectPath)!, p));
            Assert.Equal(written, new FileGraph(package.Load()).Files);
        });
}
