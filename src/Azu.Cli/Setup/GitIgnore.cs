namespace Azu.Cli;

/// <summary>The project's <c>.gitignore</c>: files that must stay out of version control.</summary>
internal static class GitIgnore
{
    public const string FileName = ".gitignore";

    /// <summary>Adds the patterns that it does not have.</summary>
    public static FileChange Ensure(TextFile file, IReadOnlyList<string> patterns)
    {
        var lines = file.ReadLines();
        var there = lines.Select(l => l.Trim().TrimStart('/')).ToHashSet(StringComparer.Ordinal);
        if (there.Overlaps(["*.env", ".env*"])) there.Add(DotEnv.FileName);
        var missing = patterns.Where(p => !there.Contains(p)).ToList();
        if (missing.Count == 0) return FileChange.Unchanged;
        var existed = file.Exists;
        file.WriteLines(lines.Concat(missing));
        return existed ? FileChange.Changed : FileChange.Created;
    }
}
