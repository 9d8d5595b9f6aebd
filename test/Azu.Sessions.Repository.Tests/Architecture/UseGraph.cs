namespace Azu.Sessions.Repository.Tests;

/// <summary>Which place uses which other, and the circles among them. A place is a file or a folder.</summary>
internal sealed class UseGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    public IEnumerable<string> Places => _uses.Keys;

    /// <summary>Each use of one place by another, with the first reason that was given.</summary>
    public IEnumerable<(string From, string To, string Reason)> Uses => _uses.SelectMany(from => from.Value.Select(to => (from.Key, to.Key, to.Value)));

    public void Add(string place) => UsesOf(place);

    public void Add(string from, string to, string reason) => UsesOf(from).TryAdd(to, reason);

    /// <summary>The shortest circle through each place that is on one, each circle once.</summary>
    public IReadOnlyList<Circle> Circles()
    {
        var found = new Dictionary<string, Circle>();
        foreach (var place in Places)
        {
            if (ShortestCircle(place) is { } circle) found.TryAdd(circle.Name, circle);
        }
        return [.. found.Values];
    }

    private SortedDictionary<string, string> UsesOf(string place)
    {
        if (!_uses.TryGetValue(place, out var uses)) _uses[place] = uses = new(StringComparer.Ordinal);
        return uses;
    }

    // Breadth first from a place back to itself: the first way found is a shortest one.
    private Circle? ShortestCircle(string start)
    {
        var cameFrom = new Dictionary<string, string>();
        var waiting = new Queue<string>([start]);
        while (waiting.TryDequeue(out var place))
        {
            if (!_uses.TryGetValue(place, out var uses)) continue;
            foreach (var next in uses.Keys)
            {
                if (next == start) return new Circle(WayTo(start, place, cameFrom), (from, to) => _uses[from][to]);
                if (cameFrom.TryAdd(next, place)) waiting.Enqueue(next);
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
