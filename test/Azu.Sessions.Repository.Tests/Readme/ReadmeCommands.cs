using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The command lines that the README tells its reader to type, in their order.</summary>
internal static partial class ReadmeCommands
{
    public const string Run = "dotnet run --project samples/Shop";
    public const string Test = "./eng/test.sh";
    public const string Soak = "./eng/test.sh --soak";

    public static IReadOnlyList<string> All => In(RepositoryTree.Read("README.md"));

    public static IEnumerable<string> Curls => All.Where(IsCurl);

    public static bool IsCurl(string command) => command.StartsWith("curl ", StringComparison.Ordinal);

    /// <summary>The lines of the shell blocks, without comments, and those that a backslash continues as one.</summary>
    public static IReadOnlyList<string> In(string markdown) =>
        [.. CodeBlock.AllIn(markdown).Where(b => b.Language is "sh" or "bash" or "shell" or "console")
            .SelectMany(b => b.Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0)];

    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();
}
