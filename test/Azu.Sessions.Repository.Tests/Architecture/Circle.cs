namespace Azu.Sessions.Repository.Tests;

/// <summary>Files that use one another in a ring.</summary>
internal sealed class Circle(List<string> way, Func<string, string, string> reason)
{
    /// <summary>The same whichever file the walk began at.</summary>
    public string Name { get; } = string.Join(" + ", way.Order(StringComparer.Ordinal));

    /// <summary>Each step with the member that takes it.</summary>
    public override string ToString() =>
        string.Join('\n', way.Select((from, i) => (from, to: way[(i + 1) % way.Count])).Select(s => $"  {s.from} -> {s.to}   ({reason(s.from, s.to)})"));
}
