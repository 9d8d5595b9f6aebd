namespace Azu.Cli;

/// <summary>The C# files of a project, as its folder has them. A file that the project file adds or removes is not known here.</summary>
internal sealed class ProjectSources
{
    private static readonly string[] s_skipped = ["bin", "obj", "node_modules"];

    private readonly Lazy<IReadOnlyList<SourceFile>> _files;

    public ProjectSources(IReadOnlyList<SourceFile> files) => _files = new(files);

    private ProjectSources(string directory) =>
        _files = new(() => [.. Paths(directory, isRoot: true).Select(path => Read(directory, path)).OfType<SourceFile>()]);

    public IReadOnlyList<SourceFile> Files => _files.Value;

    /// <summary>Reads nothing before it is asked.</summary>
    public static ProjectSources In(string directory) => new(directory);

    public SourceFile? Find(string name) => Files.FirstOrDefault(f => f.Name == name);

    /// <summary>The files with another text of one of them.</summary>
    public ProjectSources With(SourceFile changed) => new([.. Files.Select(f => f.Name == changed.Name ? changed : f)]);

    /// <summary>The files whose text has one of these words. Few files have, and only they need parsing.</summary>
    public IEnumerable<SourceFile> Containing(params string[] words) => Files.Where(f => words.Any(w => f.Text.Contains(w, StringComparison.Ordinal)));

    private static IEnumerable<string> Paths(string directory, bool isRoot)
    {
        if (!Directory.Exists(directory)) yield break;
        // A folder with a project of its own belongs to that one.
        if (!isRoot && Directory.EnumerateFiles(directory, "*.*proj").Any()) yield break;
        foreach (var path in Directory.EnumerateFiles(directory, "*.cs").Order(StringComparer.Ordinal)) yield return path;
        foreach (var folder in Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            // Links may lead in a circle.
            if (name.StartsWith('.') || s_skipped.Contains(name, StringComparer.OrdinalIgnoreCase)
                || new DirectoryInfo(folder).LinkTarget is not null)
                continue;
            foreach (var path in Paths(folder, isRoot: false)) yield return path;
        }
    }

    /// <summary>Null for a file that cannot be read. It does not stop the command.</summary>
    private static SourceFile? Read(string directory, string path)
    {
        try
        {
            return new(Path.GetRelativePath(directory, path).Replace('\\', '/'), File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
