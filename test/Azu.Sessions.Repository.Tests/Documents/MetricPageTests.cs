using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>A dashboard is built from the page of metrics: it has each instrument and no other.</summary>
public sealed partial class MetricPageTests
{
    [Fact]
    public void The_page_lists_every_instrument_and_no_other()
    {
        var created = RepositoryTree.Files("src", "*.cs").SelectMany(path => Instrument().Matches(File.ReadAllText(path))).Select(m => m.Groups["name"].Value)
            .Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(created.Count > 10, "The instruments were not found.");
        Assert.Equal(created, Row().Matches(RepositoryTree.Read("docs/diagnostics.md")).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    // Instruments are called azu.sessions.…, their tags azu.session.….
    [GeneratedRegex("\"(?<name>azu\\.sessions\\.[a-z_.]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^\| `(?<name>azu\.sessions\.[a-z_.]+)` \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Row();
}
