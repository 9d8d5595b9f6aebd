using System.Reflection;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The source files of an assembly, and which of them uses which other.</summary>
internal sealed class FileGraph
{
    private readonly UseGraph _uses = new();

    public FileGraph(Assembly assembly)
    {
        var sources = new SourceMap(assembly);
        foreach (var type in assembly.GetTypes())
        {
            if (sources.FileOf(type) is not { } from) continue;
            _uses.Add(from);
            foreach (var (used, place) in TypeUse.Of(type))
            {
                if (sources.FileOf(used) is { } to && to != from) _uses.Add(from, to, $"{place} uses {used.Name}");
            }
        }
    }

    public IEnumerable<string> Files => _uses.Places;

    public IReadOnlyList<Circle> Circles() => _uses.Circles();

    /// <summary>The same between folders. A folder and what is inside it are one, and files beside all folders are in none.</summary>
    public UseGraph Folders()
    {
        var folders = new UseGraph();
        foreach (var (from, to, reason) in _uses.Uses)
        {
            var (user, used) = (Folder(from), Folder(to));
            if (!IsWithin(user, used) && !IsWithin(used, user)) folders.Add(user, used, $"{from}: {reason}");
        }
        return folders;
    }

    private static bool IsWithin(string folder, string other) => other.Length == 0 || (folder + "/").StartsWith(other + "/", StringComparison.Ordinal);

    private static string Folder(string file) => Path.GetDirectoryName(file)!.Replace('\\', '/');
}
