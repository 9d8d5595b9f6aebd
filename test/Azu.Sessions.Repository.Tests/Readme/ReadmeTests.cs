using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>What the README shows is true of the tree it stands in.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Its_csharp_blocks_are_code_that_the_build_compiles()
    {
        var blocks = CodeBlock.AllIn(RepositoryTree.Read("README.md")).Where(b => b.Language is "csharp" or "cs" or "c#").ToList();
        var compiled = CompiledText.AllIn("samples").ToHashSet();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.True(compiled.Contains(block.Text), $"""
            The block in README.md, line {block.Line}, is no passage of a sample, character by character.
            Mark the passage in samples/ with // <readme> and // </readme>, and copy it:
            {block.Text}
            """));
    }

    [Fact]
    public void The_sample_beside_Microsofts_Redis_packages_is_code_that_a_test_runs()
    {
        const string Page = "docs/stores/redis.md";
        var block = Assert.Single(CodeBlock.AllIn(RepositoryTree.Read(Page)), b => b.Text.Contains("AddStackExchangeRedisCache(", StringComparison.Ordinal));
        // A test brings a type of its own.
        var shown = block.Text.Replace("<UserSession>", "<Visitor>", StringComparison.Ordinal);
        Assert.Contains(shown, CompiledText.AllIn("test/Azu.Sessions.Scenarios.Tests/Redis/Beside"));
    }

    [Fact]
    public void It_names_the_command_that_runs_the_shop_and_the_one_that_tests()
    {
        Assert.Contains(ReadmeCommands.Run, ReadmeCommands.All);
        Assert.Contains(ReadmeCommands.Test, ReadmeCommands.All);
    }

    [Fact]
    public void Each_of_its_commands_is_one_that_a_test_runs_or_checks() =>
        Assert.All(ReadmeCommands.All, command => Assert.True(IsChecked(command), $"""
            README.md tells its reader to type "{command}", which no test runs or checks. Teach ReadmeTests, or take it out.
            """));

    [Fact]
    public void Continuous_integration_runs_its_test_command_and_nothing_else()
    {
        Assert.Equal($"#!/usr/bin/env bash\n{ReadmeCommands.Test}\n", RepositoryTree.Read(".ci/run"));
        Assert.All([".ci/run", "eng/test.sh"], path =>
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(RepositoryTree.PathOf(path)).HasFlag(UnixFileMode.UserExecute),
                $"{path} is not executable."));
    }

    [Fact]
    public void Relative_links_in_documents_lead_somewhere()
    {
        var documents = RepositoryTree.Files(".", "*.md");
        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.All(Links(File.ReadAllText(document)), target =>
        {
            var path = Path.Combine(Path.GetDirectoryName(document)!, target);
            Assert.True(Path.Exists(path), $"{RepositoryTree.Relative(document)} links to {target}, which is not there.");
        }));
    }

    [Fact]
    public void A_continued_or_commented_line_is_read_as_the_shell_reads_it() =>
        Assert.Equal(["curl -b jar  http://localhost:5000/#top", "./eng/test.sh"], ReadmeCommands.In("""
            ```sh
            # a remark
            curl -b jar \
            http://localhost:5000/#top   # another

            ./eng/test.sh
            ```
            ```csharp
            app.Run();
            ```
            """.ReplaceLineEndings("\n")));

    [Fact]
    public void A_passage_between_markers_loses_the_indentation_of_its_place() =>
        Assert.Contains("if (a)\n\n    b();\n", CompiledText.Quotable("x();\n{\n    // <readme>\n    if (a)\n\n        b();\n    // </readme>\n}\n"));

    private static bool IsChecked(string command) => command switch
    {
        // ShopCommandTests run the first and the curls; the second is what runs this test.
        ReadmeCommands.Run or ReadmeCommands.Test or ReadmeCommands.Soak => true,
        _ when ReadmeCommands.IsCurl(command) => true,
        _ when AddPackage().Match(command) is { Success: true } add => Directory.Exists(RepositoryTree.PathOf($"src/{add.Groups["name"].Value}")),
        _ => false,
    };

    private static IEnumerable<string> Links(string markdown) =>
        Link().Matches(Fenced().Replace(markdown, "")).Select(m => Uri.UnescapeDataString(m.Groups["target"].Value.Split('#')[0]))
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal));

    [GeneratedRegex(@"^dotnet add package (?<name>\S+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddPackage();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Fenced();
}
