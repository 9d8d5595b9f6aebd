namespace Azu.Sessions.TestSupport;

/// <summary>The tree that the tests were built from.</summary>
internal static class RepositoryTree
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The files below a folder of the root that match, without what a build makes. Empty when there is no such folder.</summary>
    public static string[] Files(string folder, string pattern)
    {
        var directory = PathOf(folder);
        if (!Directory.Exists(directory)) return [];
        return [.. Directory.EnumerateFiles(directory, pattern, SearchOption.AllDirectories).Where(IsSource).Order(StringComparer.Ordinal)];
    }

    /// <summary>The text of a file that has to be there.</summary>
    public static string Read(string relative)
    {
        Assert.True(File.Exists(PathOf(relative)), $"{relative} is missing.");
        return File.ReadAllText(PathOf(relative)).ReplaceLineEndings("\n");
    }

    private static bool IsSource(string path)
    {
        var parts = Relative(path).Split('/');
        return !parts.Contains("bin") && !parts.Contains("obj") && parts[0] is not ("artifacts" or ".git");
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Azu.Sessions.slnx"))) return directory.FullName;
        }
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Azu.Sessions.slnx.");
    }
}
