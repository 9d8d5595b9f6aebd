using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions.Bench;

/// <summary>What to run, and how long.</summary>
/// <param name="IsQuick">A look instead of a measurement.</param>
/// <param name="IsPinned">The application has a core to itself.</param>
/// <param name="Sections">The sections to run; empty: all but the one that is a selection of the others.</param>
internal sealed record BenchOptions(bool IsQuick, bool IsPinned, IReadOnlyCollection<string> Sections)
{
    /// <summary>The sections over HTTP in one table.</summary>
    public const string Compare = "compare";

    private const string Quick = "--quick", Pinned = "--pinned";

    private static readonly string[] s_sections = [.. HttpSections.Names, "redis-costs", "near-cache", "growth", Compare];

    public static string Usage => $"usage: Azu.Sessions.Bench [{Quick}] [{Pinned}] [{string.Join("] [", s_sections)}]";

    public int Rounds => IsQuick ? 3 : 5;

    public int WarmUpSeconds => IsQuick ? 1 : 4;

    public int RoundSeconds => IsQuick ? 1 : 3;

    /// <summary>How long one operation is measured.</summary>
    public TimeSpan PartTime => TimeSpan.FromMilliseconds(IsQuick ? 200 : 1000);

    public bool Runs(string section) => Sections.Contains(section) || (Sections.Count == 0 && section != Compare);

    public static bool TryParse(string[] args, [NotNullWhen(true)] out BenchOptions? options)
    {
        var sections = args.Where(a => a is not (Quick or Pinned)).ToArray();
        options = sections.All(s_sections.Contains) ? new(args.Contains(Quick), args.Contains(Pinned), sections) : null;
        return options is not null;
    }
}
