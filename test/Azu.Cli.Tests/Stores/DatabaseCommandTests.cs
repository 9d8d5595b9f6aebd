using System.Text.Json;
using Azu.Sessions.Database;

namespace Azu.Cli.Tests;

/// <summary>Migrations from the command line.</summary>
public sealed class DatabaseCommandTests
{
    public static TheoryData<string> Kinds => ["postgresql", "sqlite"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tables_are_migrated_shown_and_rolled_back(string kind)
    {
        using var azu = Shell(kind);
        Assert.Contains("2 to apply: azu db:migrate", (await azu.RunAsync("db:status")).Out, StringComparison.Ordinal);

        var migrated = await azu.RunAsync("db:migrate");
        Assert.Equal((0, ""), (migrated.ExitCode, migrated.Error));
        Assert.EndsWith("Applied 001 sessions\nApplied 002 audit\nMigrated to version 2\n", migrated.Out, StringComparison.Ordinal);
        Assert.EndsWith("Up to date: version 2\n", (await azu.RunAsync("db:migrate")).Out, StringComparison.Ordinal);

        var json = JsonDocument.Parse((await azu.RunAsync("db:rollback", "--steps", "1", "--force", "--json")).Out).RootElement;
        Assert.Equal("audit", json.GetProperty("rolledBack")[0].GetProperty("name").GetString());
        Assert.EndsWith("Rolled back 001 sessions\nRolled back 1 migration(s)\n", (await azu.RunAsync("db:rollback", "--steps", "5", "-f")).Out,
            StringComparison.Ordinal);
        Assert.EndsWith("There was nothing to roll back\n", (await azu.RunAsync("db:rollback")).Out, StringComparison.Ordinal);
        Assert.Equal(2, (await azu.RunAsync("db:rollback", "--steps", "0")).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tables_with_sessions_in_them_are_dropped_only_after_a_yes(string kind)
    {
        using var alone = Shell(kind);
        await alone.RunAsync("db:migrate");
        foreach (var args in new[] { new[] { "db:rollback", "--steps", "2" }, ["db:rollback", "--json"] })
        {
            var refused = await alone.RunAsync(args);
            Assert.Equal(3, refused.ExitCode);
            Assert.Contains("--force", refused.All, StringComparison.Ordinal);
        }
        Assert.Contains("Up to date.", (await alone.RunAsync("db:status")).Out, StringComparison.Ordinal);

        foreach (var (answer, exitCode) in new[] { ("n", 3), ("", 3), ("y", 0) })
        {
            using var azu = Shell(kind, new AzuShell { Answer = answer });
            await azu.RunAsync("db:migrate");
            var result = await azu.RunAsync("db:rollback", "--steps", "2");
            Assert.Equal(exitCode, result.ExitCode);
            Assert.Contains("roll back 002 audit and 001 sessions?", result.Out, StringComparison.Ordinal);
            Assert.Contains("with every session and the audit, and signs out all users. [y/N]:", result.Out, StringComparison.Ordinal);
            Assert.Contains(exitCode == 0 ? "2 to apply" : "Up to date.", (await azu.RunAsync("db:status")).Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_name_with_a_mistake_makes_no_file_and_does_not_look_like_an_empty_database()
    {
        using var azu = Shell("sqlite");
        var status = await azu.RunAsync("db:status");
        Assert.Equal(0, status.ExitCode);
        Assert.Contains("001 sessions          not applied\n002 audit             not applied\n2 to apply: azu db:migrate\n", status.Out,
            StringComparison.Ordinal);
        Assert.EndsWith("There was nothing to roll back\n", (await azu.RunAsync("db:rollback", "--force")).Out, StringComparison.Ordinal);
        foreach (var command in new[] { "session:list", "session:stats", "session:cleanup" })
        {
            var result = await azu.RunAsync(command);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("names a file that does not exist", result.Error, StringComparison.Ordinal);
        }
        Assert.Empty(azu.Files());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_command_that_a_store_without_tables_names_is_the_one_that_helps(string kind)
    {
        using var azu = Shell(kind);
        var before = await azu.RunAsync("session:list");
        Assert.Equal(1, before.ExitCode);
        Assert.Contains("Run azu db:migrate,", before.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await azu.RunAsync("db:migrate")).ExitCode);
        var after = await azu.RunAsync("session:list");
        Assert.Equal((0, "No sessions.\n"), (after.ExitCode, after.Out));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_script_of_a_setup_is_what_a_migration_would_do(string kind)
    {
        using var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Program.cs", NewWebProject.Program);
        Assert.Equal(0, (await azu.RunAsync("session:setup", "-b", "database", "--database", kind)).ExitCode);
        var path = Assert.Single(Directory.GetFiles(azu.PathOf("Migrations"), "*_create_sessions.sql"));
        await using var schema = SessionSchema.Open(kind == "sqlite" ? "Data Source=x.db" : "Host=localhost");
        Assert.EndsWith(schema.Script().ReplaceLineEndings("\n"), await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Equal(kind == "sqlite", (await File.ReadAllTextAsync(path)).Contains("WITHOUT ROWID", StringComparison.Ordinal));
    }

    private static AzuShell Shell(string kind, AzuShell? shell = null)
    {
        var azu = shell ?? new AzuShell();
        azu.Variables["SESSION_BACKEND"] = "database";
        azu.Variables["DATABASE_URL"] = kind == "sqlite" ? $"Data Source={azu.PathOf("sessions.db")}" : Backends.Postgres.Url;
        if (kind == "postgresql") azu.Variables["SESSION_SCHEMA"] = Backends.New("t_");
        return azu;
    }
}
