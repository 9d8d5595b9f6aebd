namespace Azu.Cli.Tests;

/// <summary>The lines for <c>~/.bashrc</c> that the documentation shows, in a bash.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("azu session:cl", "clear cleanup")]
    [InlineData("azu db:", "migrate rollback status")]
    [InlineData("azu session:clear --ba", "--backend")]
    [InlineData("azu session:clear --backend d", "database")]
    public async Task Bash_completes_what_is_typed(string typed, string completions)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Applications.RepositoryRoot(), "docs", "command-line.md"));
        var start = page.IndexOf("```bash\n", StringComparison.Ordinal) + "```bash\n".Length;
        var lines = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        using var directory = new TemporaryDirectory();
        // As bash calls it when somebody presses the tabulator.
        var script = $$"""
            azu() { dotnet "{{typeof(AzuCommandLine).Assembly.Location}}" "$@"; }
            {{lines}}
            COMP_LINE='{{typed}}'
            COMP_POINT=${#COMP_LINE}
            _azu
            echo "${COMPREPLY[@]}"
            """;
        var output = await Dotnet.CommandAsync("bash", directory.Path, "-c", script);
        Assert.Equal(completions.Split(' ').Order(), output.Trim().Split(' ').Order());
    }
}
