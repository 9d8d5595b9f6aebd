using System.Text;

namespace Azu.Cli.Tests;

/// <summary>What a setup did not write, or cannot read, it leaves as it is, byte by byte.</summary>
public sealed class ForeignFileTests
{
    private static readonly byte[] s_latin = Encoding.Latin1.GetBytes("DB_PASSWORD=päss\n");

    [Fact]
    public async Task A_program_that_is_not_utf8_keeps_its_letters_and_the_lines_are_printed()
    {
        using var azu = NewProject();
        var program = Encoding.Latin1.GetBytes(NewWebProject.Program.Replace("Hello World", "Grüße", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(azu.PathOf("Program.cs"), program);
        var result = await azu.RunAsync("session:setup");
        Assert.Contains("kept       Program.cs  (it was not changed; see below)", result.Out, StringComparison.Ordinal);
        Assert.Contains("app.UseAzuSessions();", result.Out, StringComparison.Ordinal);
        Assert.Equal(5, result.ExitCode);
        Assert.Equal(program, await File.ReadAllBytesAsync(azu.PathOf("Program.cs")));
    }

    [Theory]
    [InlineData(".gitignore")]
    [InlineData(".env.example")]
    [InlineData("Sessions/SessionSetup.cs")]
    public async Task Where_a_file_is_not_utf8_a_setup_changes_nothing_at_all(string name)
    {
        using var azu = NewProject();
        azu.Write(name, "");
        await File.WriteAllBytesAsync(azu.PathOf(name), s_latin);
        var before = Bytes(azu);
        var result = await azu.RunAsync("session:setup", "--backend", "redis", "--force");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{name} is not UTF-8", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, Bytes(azu));
    }

    [Fact]
    public async Task A_password_in_an_env_file_that_is_not_utf8_survives_a_new_secret()
    {
        using var azu = new AzuShell();
        await File.WriteAllBytesAsync(azu.PathOf(".env"), s_latin);
        var result = await azu.RunAsync("session:secret", "--new");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(".env is not UTF-8", result.Error, StringComparison.Ordinal);
        Assert.Equal(s_latin, await File.ReadAllBytesAsync(azu.PathOf(".env")));
    }

    [Fact]
    public async Task Lines_keep_their_ends_where_they_are_mixed()
    {
        using var azu = new AzuShell();
        azu.Write(".env", "A=1\r\nB=2\nSESSION_SECRET=\r\n\r\nC=3\n");
        Assert.Equal(0, (await azu.RunAsync("session:secret", "--new")).ExitCode);
        var text = await File.ReadAllTextAsync(azu.PathOf(".env"));
        Assert.StartsWith("A=1\r\nB=2\nSESSION_SECRET=", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nC=3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_stays_a_link_and_a_mode_stays_a_mode()
    {
        if (OperatingSystem.IsWindows()) return;
        using var azu = new AzuShell();
        azu.Write("shared/env", "A=1\n");
        File.CreateSymbolicLink(azu.PathOf(".env"), azu.PathOf("shared/env"));
        azu.Write(".gitignore", "bin/\n");
        File.SetUnixFileMode(azu.PathOf(".gitignore"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        Assert.Equal(0, (await azu.RunAsync("session:secret", "--new")).ExitCode);
        Assert.NotNull(new FileInfo(azu.PathOf(".env")).LinkTarget);
        Assert.Contains("SESSION_SECRET=", azu.Read("shared/env"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(azu.PathOf("shared/env")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(azu.PathOf(".gitignore")));
        Assert.Equal([".env", ".gitignore", "shared/env"], azu.Files().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_still_whole_and_nothing_is_left_beside_it()
    {
        using var azu = new AzuShell();
        // A folder in its place: the last step fails.
        azu.Write("there/file", "whole");
        Assert.ThrowsAny<Exception>(() => FileReplacement.Write(azu.PathOf("there"), "half"u8, isPrivate: false));
        Assert.Equal(["there/file"], azu.Files().Keys);
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("database")]
    [InlineData("memory")]
    [InlineData("cookie")]
    public async Task Force_replaces_no_setup_that_was_written_by_hand_and_says_so(string backend)
    {
        using var azu = NewProject();
        azu.Write("Sessions/SessionSetup.cs", "public static class SessionSetup;\n");
        var before = Bytes(azu);
        var result = await azu.RunAsync("session:setup", "--backend", backend, "--force");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("Sessions/SessionSetup.cs is not as session:setup writes it", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, Bytes(azu));
        // Without it, the file stays and the rest is done.
        Assert.Equal(0, (await azu.RunAsync("session:setup", "--backend", backend)).ExitCode);
        Assert.Equal("public static class SessionSetup;\n", azu.Read("Sessions/SessionSetup.cs"));
    }

    [Theory]
    [InlineData("Sessions/SessionSetup.cs", "database")]
    [InlineData("Sessions/SessionSetup.cs", "redis")]
    [InlineData("_create_sessions.sql", "database")]
    public async Task Force_replaces_no_file_that_was_changed_after_a_setup(string end, string backend)
    {
        using var azu = NewProject();
        await azu.RunAsync("session:setup", "--backend", "database");
        var name = azu.Files().Keys.Single(f => f.EndsWith(end, StringComparison.Ordinal));
        azu.Write(name, azu.Read(name) + "-- mine\n");
        var before = Bytes(azu);
        var result = await azu.RunAsync("session:setup", "--backend", backend, "--force");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(name, result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, Bytes(azu));
    }

    [Fact]
    public async Task Force_replaces_no_migration_of_the_project()
    {
        using var azu = NewProject();
        azu.Write("Migrations/20200101000000_create_sessions.sql", "CREATE TABLE training_sessions (id int);\n");
        Assert.Equal(0, (await azu.RunAsync("session:setup", "--backend", "database", "--force")).ExitCode);
        Assert.Equal("CREATE TABLE training_sessions (id int);\n", azu.Read("Migrations/20200101000000_create_sessions.sql"));
        Assert.Equal(2, Directory.GetFiles(azu.PathOf("Migrations")).Length);

        // A setup recognises its own.
        var files = azu.Files();
        await azu.RunAsync("session:setup", "--backend", "database", "--force");
        Assert.Equal(files, azu.Files());
    }

    [Theory]
    [InlineData("redis", "cookie")]
    [InlineData("database", "redis")]
    [InlineData("memory", "database")]
    [InlineData("cookie", "memory")]
    public async Task Force_replaces_what_a_setup_wrote_for_another_backend(string first, string second)
    {
        using var azu = NewProject();
        await azu.RunAsync("session:setup", "--backend", first);
        // Git may have changed the ends of its lines.
        azu.Write("Sessions/SessionSetup.cs", azu.Read("Sessions/SessionSetup.cs").Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(0, (await azu.RunAsync("session:setup", "--backend", second, "--force")).ExitCode);
        Assert.Contains($"Use{char.ToUpperInvariant(second[0])}{second[1..]}Store(", azu.Read("Sessions/SessionSetup.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setup_for_PostgreSQL_becomes_one_for_SQLite()
    {
        using var azu = NewProject();
        await azu.RunAsync("session:setup", "--backend", "database", "--database", "postgresql");
        Assert.Equal(0, (await azu.RunAsync("session:setup", "--database", "sqlite", "--force")).ExitCode);
        var migration = Assert.Single(Directory.GetFiles(azu.PathOf("Migrations")));
        Assert.Equal(MigrationScript.Text(isSqlite: true), await File.ReadAllTextAsync(migration));
    }

    private static Dictionary<string, string> Bytes(AzuShell azu) =>
        azu.Files().Keys.ToDictionary(name => name, name => Convert.ToHexString(File.ReadAllBytes(azu.PathOf(name))));

    private static AzuShell NewProject()
    {
        var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Program.cs", NewWebProject.Program);
        return azu;
    }
}
