namespace Azu.Cli.Tests;

/// <summary><c>.env</c>, and what goes before it.</summary>
public sealed class DotEnvTests
{
    [Theory]
    [InlineData("NAME=value", "value")]
    [InlineData("  export NAME = value  ", "value")]
    [InlineData("NAME=\"Data Source=sessions.db\"", "Data Source=sessions.db")]
    [InlineData("NAME='a # b'", "a # b")]
    [InlineData("NAME=redis://:p#ss@host:6379  # where it is", "redis://:p#ss@host:6379")]
    [InlineData("NAME=a=b==", "a=b==")]
    [InlineData("NAME=first\nNAME=second", "second")]
    [InlineData("# NAME=no\nother\n=x\nNAME=yes", "yes")]
    public void A_line_is_read_as_a_shell_reads_it(string text, string value) => Assert.Equal(value, DotEnv.Parse(text.Split('\n'))["NAME"]);

    [Theory]
    [InlineData("redis://localhost:6379")]
    [InlineData("Data Source=sessions.db")]
    [InlineData("a#b;c$d")]
    public void What_is_written_is_read_again(string value) => Assert.Equal(value, DotEnv.Parse([$"N={DotEnv.Quote(value)}"])["N"]);

    [Fact]
    public async Task The_environment_goes_before_the_file()
    {
        using var azu = new AzuShell();
        azu.Write(".env", $"SESSION_SECRET={SessionSecrets.Generate()}\n");
        Assert.Contains("from .env", (await azu.RunAsync("session:secret")).Out, StringComparison.Ordinal);
        azu.Variables["SESSION_SECRET"] = StoreUnderTest.Secret;
        var result = await azu.RunAsync("session:secret");
        Assert.Contains($"Fingerprint {SessionSecrets.Fingerprint(StoreUnderTest.Secret)}, from the environment", result.Out, StringComparison.Ordinal);
    }
}
