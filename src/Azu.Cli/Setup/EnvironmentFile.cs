namespace Azu.Cli;

/// <summary>A <c>.env</c> or <c>.env.example</c>, changed line by line: comments and everything else in it stay.</summary>
internal sealed class EnvironmentFile(TextFile file)
{
    public bool Has(string name) => DotEnv.Parse(file.ReadLines()).GetValueOrDefault(name) is { Length: > 0 };

    /// <summary>Sets a variable: in its line, or in a new one.</summary>
    public void Set(string name, string value, bool isPrivate)
    {
        var lines = file.ReadLines();
        var line = $"{name}={DotEnv.Quote(value)}";
        var at = lines.FindLastIndex(l => DotEnv.TryReadName(l, out var other, out _) && other == name);
        if (at >= 0) lines[at] = line;
        else lines.Add(line);
        file.WriteLines(lines, isPrivate);
    }

    /// <summary>Adds those variables that it does not name yet, each with a comment.</summary>
    public FileChange AddMissing(IEnumerable<(string Name, string Value, string Comment)> variables)
    {
        var lines = file.ReadLines();
        var named = lines.Select(l => DotEnv.TryReadName(l.TrimStart('#', ' '), out var name, out _) ? name : "").ToHashSet();
        var missing = variables.Where(v => !named.Contains(v.Name)).ToList();
        if (missing.Count == 0) return FileChange.Unchanged;
        var existed = file.Exists;
        foreach (var (name, value, comment) in missing)
        {
            if (lines.Count > 0) lines.Add("");
            lines.Add($"# {comment}");
            lines.Add($"{name}={DotEnv.Quote(value)}");
        }
        file.WriteLines(lines);
        return existed ? FileChange.Changed : FileChange.Created;
    }
}
