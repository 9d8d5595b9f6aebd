namespace Azu.Sessions.Conformance.Tests;

/// <summary>Files of the repository that must say what the code says.</summary>
internal static class RepositoryFile
{
    public static string PathOf(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Azu.Sessions.slnx"))) return Path.Combine(folder.FullName, path);
        }
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Azu.Sessions.slnx.");
    }

    public static string Read(string path) => File.ReadAllText(PathOf(path)).ReplaceLineEndings("\n");
}
