using System.CommandLine;
using Azu.Sessions.Database;

namespace Azu.Cli;

/// <summary><c>azu db:migrate</c></summary>
internal static class DbMigrateCommand
{
    public static Command Create(CommandShell shell)
    {
        var command = new Command("db:migrate", "Apply the migrations that the session tables lack.");
        var store = new StoreFlags().AddTo(command, isDatabaseOnly: true);
        return shell.Define(command, run => RunAsync(run, store.FindDatabase(run)), "azu db:migrate", "azu db:migrate --table web_sessions");
    }

    private static async Task<int> RunAsync(CommandRun run, StoreLocation location)
    {
        await using var schema = SessionTables.Open(location);
        var applied = await schema.MigrateAsync(run.Cancellation);
        SessionTables.WriteJson(run, location, "applied", applied);
        SessionTables.WriteDetails(run, location);
        foreach (var version in applied) run.Output.Line($"Applied {SessionTables.NameOf(version)}");
        run.Output.Done(applied.Count == 0 ? $"Up to date: version {SessionSchema.LatestVersion}" : $"Migrated to version {SessionSchema.LatestVersion}");
        return ExitCode.Done;
    }
}
