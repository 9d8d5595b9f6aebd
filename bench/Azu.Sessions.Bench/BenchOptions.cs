using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions.Bench;

/// <summary>What to run, and how long.</summary>
/// <param name="IsQuick">A look instead of a measurement.</param>
/// <param name="Sections">The sections to run; empty: all.</param>
internal sealed record BenchOptions(bool IsQuick, IReadOnlyCollection<string> Sections)
{
    private static readonly string[] s_sections = ["http", "users", "redis", "redis-costs", "near-cache", "postgres", "growth", "store"];

    public int Rounds => IsQuick ? 3 : 5;

    public int WarmUpSeconds => IsQuick ? 1 : 4;

    public int RoundSeconds => IsQuick ? 1 : 3;

    /// <summary>How long one operation is measured.</summary>
    public TimeSpan PartTime => TimeSpan.FromMilliseconds(IsQuick ? 200 : 1000);

    public bool Runs(string section) => Sections.Count == 0 || Sections.Contains(section);

    public static bool TryParse(string[] args, [NotNullWhen(true)] out BenchOptions? options)
    {
        var isQuick = args.Contains("--quick");
        var sections = args.Where(a => a != "--quick").ToArray();
        options = sections.All(s_sections.Contains) ? new(isQuick, sections) : null;
        return options is not null;
    }
}
