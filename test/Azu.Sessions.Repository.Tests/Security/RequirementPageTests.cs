using System.Globalization;
using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The page of security requirements and the traits of the tests say the same.</summary>
public sealed partial class RequirementPageTests
{
    private const string Page = "docs/security-requirements.md";

    private static readonly Dictionary<string, string> s_rows = RepositoryTree.Read(Page).Split('\n').Select(line => Row().Match(line))
        .Where(row => row.Success)
        .ToDictionary(row => row.Groups["number"].Value, row => row.Groups["tests"].Value, StringComparer.Ordinal);

    private static readonly ILookup<string, string> s_traits = RepositoryTree.Files("test", "*.cs").SelectMany(path => TraitsOf(File.ReadAllText(path)))
        .Distinct().ToLookup(t => t.Number, t => t.Class);

    [Fact]
    public void Each_number_has_one_line() =>
        Assert.Equal(Enumerable.Range(1, 102).Select(i => string.Create(CultureInfo.InvariantCulture, $"R-{i:00}")), s_rows.Keys);

    [Fact]
    public void Each_line_names_the_tests_that_have_its_trait_or_a_reason() =>
        Assert.All(s_rows, row =>
        {
            var tested = s_traits[row.Key].Order(StringComparer.Ordinal);
            if (row.Value.StartsWith("not taken: ", StringComparison.Ordinal)) Assert.Empty(tested);
            else Assert.True(tested.SequenceEqual(Quoted().Matches(row.Value).Select(name => name.Groups["name"].Value), StringComparer.Ordinal),
                $"{Page} says that {row.Key} is tested by {row.Value}; the traits say {string.Join(", ", tested.Select(name => $"`{name}`"))}.");
            Assert.NotEmpty(row.Value);
        });

    [Fact]
    public void Each_trait_has_a_line() => Assert.All(s_traits, trait => Assert.Contains(trait.Key, s_rows));

    /// <summary>A trait of a class stands before it, and one of a method within it.</summary>
    private static IEnumerable<(string Number, string Class)> TraitsOf(string text)
    {
        foreach (Match trait in Trait().Matches(text))
        {
            var number = trait.Groups["number"].Value;
            yield return trait.Groups["indent"].Length == 0
                ? (number, Class().Match(text, trait.Index).Groups["name"].Value)
                : (number, Class().Matches(text).Last(type => type.Index < trait.Index).Groups["name"].Value);
        }
    }

    [GeneratedRegex(@"^\| (?<number>R-\d+) \| [^|]+ \| (?<tests>[^|]+) \|$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?<indent>[ ]*)\[Trait\(""Requirement"", ""(?<number>R-\d+)""\)\]", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Trait();

    [GeneratedRegex(@"^(public|internal)[\w ]* class (?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Class();
}
