using System.CommandLine;

namespace Azu.Cli;

/// <summary><c>azu db:rollback</c></summary>
internal static class DbRollbackCommand
{
    public static Command Create(CommandShell shell)
    {
        var steps = NumberOption.Whole("--steps", "How many migrations", preset: 1, least: 1);
        var command = new Command("db:rollback", "Takes the newest migrations back. What they brought goes, with everything in it: with the first one every session.") { steps };
        var store = new StoreFlags().AddTo(command, isDatabaseOnly: true);
        return shell.Define(command, run => RunAsync(run, store.FindDatabase(run), run.Arguments.GetValue(steps)), "azu db:rollback", "azu db:rollback --steps 2");
    }

    private static async Task<int> RunAsync(CommandRun run, StorePlace place, int steps)
    {
        await using var schema = SessionTables.Open(place);
        var taken = await schema.RollbackAsync(steps, run.Cancellation);
        SessionTables.Report(run, place, "takenBack", taken);
        foreach (var version in taken) run.Output.Line($"Took back {SessionTables.NameOf(version)}");
        run.Output.Done(taken.Count == 0 ? "There was nothing to take back" : $"Took back {taken.Count} migration(s)");
        return ExitCode.Done;
    }
}
