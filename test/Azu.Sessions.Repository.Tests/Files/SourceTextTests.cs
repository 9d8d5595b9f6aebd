using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>What no source file has.</summary>
public sealed partial class SourceTextTests
{
    private const int MaxLines = 300;
    private const int MaxLineLength = 160;

    public static TheoryData<string> Folders => ["src", "test", "samples", "bench"];

    [Fact]
    public void No_source_file_is_longer_than_300_lines() =>
        Assert.All(RepositoryTree.Files("src", "*.cs"), path =>
        {
            var lines = File.ReadLines(path).Count();
            Assert.True(lines <= MaxLines, $"{RepositoryTree.Relative(path)} has {lines} lines: it is asking to be two ideas.");
        });

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_longer_than_160_characters(string folder) =>
        Assert.All(RepositoryTree.Files(folder, "*.cs"), path =>
        {
            var isRaw = false;
            foreach (var (line, number) in File.ReadLines(path).Select((line, i) => (line, i + 1)))
            {
                // What stands in a raw string is the text of something else, such as SQL.
                var quotes = line.Split("\"\"\"").Length - 1;
                if (!isRaw && quotes == 0) Assert.True(line.Length <= MaxLineLength, $"{RepositoryTree.Relative(path)}:{number} has {line.Length} characters.");
                if (quotes % 2 == 1) isRaw = !isRaw;
            }
        });

    [Theory]
    [MemberData(nameof(Folders))]
    public void Nothing_is_unfinished(string folder) =>
        Assert.All(Lines(folder), line => Assert.False(Unfinished().IsMatch(line.Text), $"{line.Place} is unfinished: {line.Text.Trim()}"));

    [Theory]
    [MemberData(nameof(Folders))]
    public void There_are_no_regions(string folder) =>
        Assert.All(Lines(folder), line => Assert.False(Region().IsMatch(line.Text), $"{line.Place} opens a region. What needs folding needs splitting."));

    private static IEnumerable<(string Place, string Text)> Lines(string folder) =>
        RepositoryTree.Files(folder, "*.cs").SelectMany(path =>
            File.ReadLines(path).Select((text, i) => ($"{RepositoryTree.Relative(path)}:{i + 1}", text)));

    // Written in halves, so that this file does not find itself.
    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b|NotImplemented" + "Exception", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^\s*#\s*region\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Region();
}
