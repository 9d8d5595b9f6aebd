using System.Text.Json;
using Azu.Sessions.Database;

namespace Azu.Cli.Tests;

/// <summary>Migrations from the command line.</summary>
public sealed class DatabaseCommandTests
{
    public static TheoryData<string> Kinds => ["postgresql", "sqlite"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tables_are_migrated_shown_and_taken_back(string kind)
    {
        using var azu = Shell(kind);
        Assert.Contains("2 to apply: azu db:migrate", (await azu.RunAsync("db:status")).Out, StringComparison.Ordinal);

        var migrated = await azu.RunAsync("db:migrate");
        Assert.Equal((0, ""), (migrated.ExitCode, migrated.Error));
        Assert.EndsWith("Applied 001 sessions\nApplied 002 audit\nMigrated to version 2\n", migrated.Out, StringComparison.Ordinal);
        Assert.EndsWith("Up to date: version 2\n", (await azu.RunAsync("db:migrate")).Out, StringComparison.Ordinal);

        var json = JsonDocument.Parse((await azu.RunAsync("db:rollback", "--steps", "1", "--json")).Out).RootElement;
        Assert.Equal("audit", json.GetProperty("takenBack")[0].GetProperty("name").GetString());
        Assert.EndsWith("Took back 001 sessions\nTook back 1 migration(s)\n", (await azu.RunAsync("db:rollback", "--steps", "5")).Out, StringComparison.Ordinal);
        Assert.EndsWith("There was nothing to take back\n", (await azu.RunAsync("db:rollback")).Out, StringComparison.Ordinal);
        Assert.Equal(2, (await azu.RunAsync("db:rollback", "--steps", "0")).ExitCode);
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

    private static AzuShell Shell(string kind)
    {
        var azu = new AzuShell();
        azu.Variables["SESSION_BACKEND"] = "database";
        azu.Variables["DATABASE_URL"] = kind == "sqlite" ? $"Data Source={azu.PathOf("sessions.db")}" : Backends.Postgres.Url;
        if (kind == "postgresql") azu.Variables["SESSION_SCHEMA"] = Backends.New("t_");
        return azu;
    }
}
