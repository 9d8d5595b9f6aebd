namespace Azu.Cli.Tests;

/// <summary>The secret is made, checked and named, and never shown.</summary>
[Trait("Requirement", "R-93")]
public sealed class SecretCommandTests
{
    [Fact]
    public async Task A_new_secret_goes_into_a_file_that_git_ignores_and_others_cannot_read()
    {
        using var azu = new AzuShell();
        azu.Write(".env", "# mine\nREDIS_URL=redis://localhost:6379\n");
        var made = await azu.RunAsync("session:secret", "--new");
        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        var secret = DotEnv.Read(azu.Directory)["SESSION_SECRET"];
        Assert.DoesNotContain(secret, made.All, StringComparison.Ordinal);
        Assert.Contains(SessionSecrets.Fingerprint(secret), made.Out, StringComparison.Ordinal);
        Assert.StartsWith("# mine\nREDIS_URL=redis://localhost:6379\n", azu.Read(".env"), StringComparison.Ordinal);
        Assert.Equal(".env\n", azu.Read(".gitignore"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(azu.PathOf(".env")));

        Assert.Equal(1, (await azu.RunAsync("session:secret", "--new")).ExitCode);
        Assert.Equal(secret, DotEnv.Read(azu.Directory)["SESSION_SECRET"]);
        Assert.Equal(0, (await azu.RunAsync("session:secret", "--new", "--force")).ExitCode);
        Assert.NotEqual(secret, DotEnv.Read(azu.Directory)["SESSION_SECRET"]);
    }

    [Fact]
    public async Task A_secret_that_is_missing_or_weak_is_named_with_its_form_and_the_command_that_checks_it()
    {
        using var azu = new AzuShell();
        foreach (var secret in new[] { "", "changeme-changeme-changeme-changeme" })
        {
            azu.Variables["SESSION_SECRET"] = secret;
            var result = await azu.RunAsync("session:secret");
            Assert.Equal(2, result.ExitCode);
            Assert.Contains("SESSION_SECRET", result.Error, StringComparison.Ordinal);
            Assert.Contains("Its form: 32 random bytes in base64", result.Error, StringComparison.Ordinal);
            Assert.Contains("Check it with: azu session:secret", result.Error, StringComparison.Ordinal);
            if (secret.Length > 0) Assert.DoesNotContain(secret, result.Error, StringComparison.Ordinal);
        }
    }
}
