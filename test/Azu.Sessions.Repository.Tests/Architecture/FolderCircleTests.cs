namespace Azu.Sessions.Repository.Tests;

/// <summary>
/// Inside a package, folders use one another in one direction. The types that applications name are beside the folders, in no one of them: what
/// builds a session names them, and they name what they are made of.
/// </summary>
public sealed class FolderCircleTests
{
    public static TheoryData<string> Packages => Package.Names;

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_folders_of_a_package_use_each_other_without_circles(string name)
    {
        var circles = new FileGraph(Package.Of(name).Load()).Folders().Circles();
        Assert.True(circles.Count == 0, $"{name} has circles between folders:\n{string.Join("\n\n", circles)}");
    }
}
