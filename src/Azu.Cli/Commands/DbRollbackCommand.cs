using System.CommandLine;
using Azu.Sessions.Database;

namespace Azu.Cli;

/// <summary><c>azu db:rollback</c></summary>
internal static class DbRollbackCommand
{
    public static Command Create(CommandShell shell)
    {
        var steps = NumberOption.Whole("--steps", "Number of migrations to roll back", preset: 1, least: 1);
        var force = new Option<bool>("--force", "-f") { Description = "Skip the confirmation" };
        var command = new Command("db:rollback", "Roll back the newest migrations and delete the data in their tables. Rolling back the first one deletes every session.") { steps, force };
        var store = new StoreFlags().AddTo(command, isDatabaseOnly: true);
        return shell.Define(command, run => RunAsync(run, store.FindDatabase(run), run.Arguments.GetValue(steps), run.Arguments.GetValue(force)),
            "azu db:rollback", "azu db:rollback --steps 2", "azu db:rollback --force --json");
    }

    private static async Task<int> RunAsync(CommandRun run, StoreLocation location, int steps, bool isForced)
    {
        SessionTables.WriteDetails(run, location);
        var all = await SessionTables.StatusAsync(run, location);
        var newest = all.Where(v => v.AppliedAt is not null).OrderByDescending(v => v.Number).Take(steps).ToList();
        if (newest.Count > 0 && !isForced) await Confirmation.AskAsync(run, Prompt(location, newest));
        var taken = newest.Count == 0 ? [] : await RollBackAsync(run, location, newest.Count);
        SessionTables.WriteJson(run, location, "rolledBack", taken);
        foreach (var version in taken) run.Output.Line($"Rolled back {SessionTables.NameOf(version)}");
        run.Output.Done(taken.Count == 0 ? "There was nothing to roll back" : $"Rolled back {taken.Count} migration(s)");
        return ExitCode.Done;
    }

    private static async Task<IReadOnlyList<SchemaVersion>> RollBackAsync(CommandRun run, StoreLocation location, int steps)
    {
        await using var schema = SessionTables.Open(location);
        return await schema.RollbackAsync(steps, run.Cancellation);
    }

    private static string Prompt(StoreLocation location, List<SchemaVersion> newest)
    {
        var loss = newest[^1].Number == 1
            ? $"This drops {location.TableName} and the tables beside it, with every session and the audit, and signs out all users."
            : $"This drops the tables that they created beside {location.TableName}, with everything in them.";
        return $"Are you sure you want to roll back {string.Join(" and ", newest.Select(SessionTables.NameOf))}? {loss} [y/N]:";
    }
}
