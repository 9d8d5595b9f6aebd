using System.Reflection;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The source files of an assembly, and which of them uses which other.</summary>
internal sealed class FileGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    public FileGraph(Assembly assembly)
    {
        var sources = new SourceMap(assembly);
        foreach (var type in assembly.GetTypes())
        {
            if (sources.FileOf(type) is not { } from) continue;
            var uses = Uses(from);
            foreach (var (used, place) in TypeUse.Of(type))
            {
                if (sources.FileOf(used) is { } to && to != from) uses.TryAdd(to, $"{place} uses {used.Name}");
            }
        }
    }

    public IEnumerable<string> Files => _uses.Keys;

    /// <summary>Each use of one file by another, with the member that makes it.</summary>
    public IEnumerable<(string From, string To, string Place)> Uses() => _uses.SelectMany(from => from.Value.Select(to => (from.Key, to.Key, to.Value)));

    /// <summary>The shortest circle through each file that is on one, each circle once.</summary>
    public IReadOnlyList<Circle> Circles()
    {
        var found = new Dictionary<string, Circle>();
        foreach (var file in Files)
        {
            if (ShortestCircle(file) is { } circle) found.TryAdd(circle.Name, circle);
        }
        return [.. found.Values];
    }

    private SortedDictionary<string, string> Uses(string file)
    {
        if (!_uses.TryGetValue(file, out var uses)) _uses[file] = uses = new(StringComparer.Ordinal);
        return uses;
    }

    // Breadth first from a file back to itself: the first way found is a shortest one.
    private Circle? ShortestCircle(string start)
    {
        var cameFrom = new Dictionary<string, string>();
        var waiting = new Queue<string>([start]);
        while (waiting.TryDequeue(out var file))
        {
            if (!_uses.TryGetValue(file, out var uses)) continue;
            foreach (var next in uses.Keys)
            {
                if (next == start) return new Circle(WayTo(start, file, cameFrom), (from, to) => _uses[from][to]);
                if (cameFrom.TryAdd(next, file)) waiting.Enqueue(next);
            }
        }
        return null;
    }

    private static List<string> WayTo(string start, string end, Dictionary<string, string> cameFrom)
    {
        var way = new List<string> { end };
        while (way[^1] != start) way.Add(cameFrom[way[^1]]);
        way.Reverse();
        return way;
    }
}
