using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>
/// The subject of a sentence is a thing: a caller, a request, a node, a store. CONTRIBUTING says so; this looks for the words of the other kind.
/// </summary>
public sealed partial class PlainWordsTests
{
    [Fact]
    public void The_documents_use_plain_words() =>
        Assert.All(Pages().SelectMany(page => Lines(page, CodeOfPage().Replace(RepositoryTree.Read(page), Blank))), Plain);

    [Fact]
    public void The_comments_of_the_libraries_use_plain_words() =>
        Assert.All(RepositoryTree.Files("src", "*.cs")
            .SelectMany(path => Lines(RepositoryTree.Relative(path), File.ReadAllText(path)).Where(l => Comment().IsMatch(l.Text))), Plain);

    [Theory]
    [InlineData("Nobody waits for it.", false)]
    [InlineData("It is made anew.", false)]
    [InlineData("A caller that hangs up ends nothing.", false)]
    [InlineData("No request waits for it.", true)]
    public void The_check_knows_the_words(string text, bool isPlain) => Assert.Equal(isPlain, !Word().IsMatch(text));

    private static void Plain((string Place, string Text) line) =>
        Assert.False(Word().IsMatch(line.Text), $"{line.Place} has a word of the other kind: {line.Text.Trim()}");

    private static IEnumerable<string> Pages() =>
        RepositoryTree.Files("docs", "*.md").Concat(RepositoryTree.Files("src", "README.md")).Select(RepositoryTree.Relative)
        .Concat(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]);

    private static IEnumerable<(string Place, string Text)> Lines(string file, string text) => text.Split('\n').Select((line, i) => ($"{file}:{i + 1}", line));

    private static string Blank(Match match) => new([.. match.Value.Select(c => c == '\n' ? '\n' : ' ')]);

    [GeneratedRegex(@"\b(nobody|somebody|whoever|everybody|anew|hangs? up|hung up)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*///?", RegexOptions.None, 1000)]
    private static partial Regex Comment();

    // Blocks, and what stands between backticks.
    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex CodeOfPage();
}
