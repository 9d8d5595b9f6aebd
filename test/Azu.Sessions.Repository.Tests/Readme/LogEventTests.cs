using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>An operator looks up what a log line means by its number.</summary>
public sealed partial class LogEventTests
{
    private const string Page = "docs/diagnostics.md";

    [Fact]
    public void The_page_lists_every_log_event_with_its_level_and_no_other()
    {
        var logged = RepositoryTree.Files("src", "*Log.cs").SelectMany(path => Logged().Matches(File.ReadAllText(path))).Select(Event).Order().ToList();
        Assert.NotEmpty(logged);
        Assert.Equal(logged, Row().Matches(RepositoryTree.Read(Page)).Select(Event).Order());
    }

    [Fact]
    public void The_events_of_a_file_are_in_the_order_of_their_numbers() =>
        Assert.All(RepositoryTree.Files("src", "*Log.cs"), path =>
        {
            var ids = Logged().Matches(File.ReadAllText(path)).Select(m => Event(m).Id).ToList();
            Assert.Equal(ids.Distinct().Order(), ids);
        });

    [Fact]
    public void An_event_that_a_document_names_is_in_the_list()
    {
        var listed = Row().Matches(RepositoryTree.Read(Page)).Select(m => m.Groups["id"].Value).ToHashSet();
        var named = RepositoryTree.Files("docs", "*.md")
            .SelectMany(path => Named().Matches(File.ReadAllText(path)).SelectMany(m => m.Groups["id"].Captures).Select(c => (path, c.Value))).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, n => Assert.True(listed.Contains(n.Value), $"{RepositoryTree.Relative(n.path)} names event {n.Value}, which {Page} does not list."));
    }

    private static (int Id, string Level) Event(Match match) =>
        (int.Parse(match.Groups["id"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), match.Groups["level"].Value);

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d+), LogLevel\.(?<level>\w+),", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Logged();

    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<level>\w+) \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\b[Ee]vents? (?<id>\d+)((,| and| or| to) (?<id>\d+))*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
