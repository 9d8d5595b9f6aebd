using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

/// <summary>The sample shop, and where pictures of it go.</summary>
internal static class ShopFiles
{
    public static string Folder { get; } = RepositoryTree.PathOf("samples/Shop");

    public static string Screenshots { get; } = RepositoryTree.PathOf("artifacts/screenshots");

    /// <summary>The shop as it was built together with these tests: with the same configuration, for the same framework.</summary>
    public static string Assembly
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var path = Path.Combine(Folder, "bin", framework.Parent!.Name, framework.Name, "Shop.dll");
            Assert.True(File.Exists(path), $"{path} is missing. Build samples/Shop with the configuration of these tests.");
            return path;
        }
    }
}
