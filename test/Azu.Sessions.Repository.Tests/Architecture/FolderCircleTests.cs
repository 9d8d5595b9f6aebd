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
        var uses = new FileGraph(Package.Of(name).Load()).Uses()
            .Select(u => (From: Folder(u.From), To: Folder(u.To), What: $"{u.From}: {u.Place}"))
            .Where(u => !IsWithin(u.From, u.To) && !IsWithin(u.To, u.From))
            .ToLookup(u => (u.From, u.To), u => u.What);
        var circles = uses.Where(u => string.CompareOrdinal(u.Key.From, u.Key.To) < 0 && uses.Contains((u.Key.To, u.Key.From)))
            .Select(u => $"{u.Key.From} and {u.Key.To}:\n  {string.Join("\n  ", u.Concat(uses[(u.Key.To, u.Key.From)]))}")
            .ToList();
        Assert.True(circles.Count == 0, $"{name} has folders that use each other:\n{string.Join("\n\n", circles)}");
    }

    /// <summary>The same folder, one inside the other, or the types beside all folders.</summary>
    private static bool IsWithin(string folder, string other) => other.Length == 0 || (folder + "/").StartsWith(other + "/", StringComparison.Ordinal);

    private static string Folder(string file) => Path.GetDirectoryName(file)!.Replace('\\', '/');
}
