namespace Azu.Sessions.Browser.Tests;

/// <summary>The tree that these tests were built from.</summary>
internal static class RepositoryTree
{
    public static string Root { get; } = FindRoot();

    public static string Shop { get; } = Path.Combine(Root, "samples", "Shop");

    public static string Screenshots { get; } = Path.Combine(Root, "artifacts", "screenshots");

    /// <summary>The shop as it was built together with these tests: with the same configuration, for the same framework.</summary>
    public static string ShopAssembly
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var path = Path.Combine(Shop, "bin", framework.Parent!.Name, framework.Name, "Shop.dll");
            Assert.True(File.Exists(path), $"{path} is missing. Build samples/Shop with the configuration of these tests.");
            return path;
        }
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
