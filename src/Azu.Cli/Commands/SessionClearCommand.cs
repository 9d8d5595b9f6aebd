using System.CommandLine;

namespace Azu.Cli;

/// <summary><c>azu session:clear</c></summary>
internal static class SessionClearCommand
{
    private const string Prompt = "Are you sure you want to clear all sessions? This will log out all users. [y/N]:";

    public static Command Create(CommandShell shell)
    {
        var force = new Option<bool>("--force", "-f") { Description = "Skip the confirmation" };
        var command = new Command("session:clear", "Revoke all sessions of the application. Other keys and rows of the store stay.") { force };
        var store = new StoreFlags().AddTo(command);
        var identity = new SessionIdentity.Flags().AddTo(command);
        return shell.Define(command, run => RunAsync(run, store.Find(run, UnsupportedBackendAdvice.Clear), identity, run.Arguments.GetValue(force)),
            "azu session:clear", "azu session:clear --backend database --force", "azu session:clear --prefix shop:session: --force --json");
    }

    private static async Task<int> RunAsync(CommandRun run, StoreLocation location, SessionIdentity.Flags identity, bool isForced)
    {
        run.Output.WriteDetails(location.Details);
        if (!isForced) await Confirmation.AskAsync(run, Prompt);

        await using var store = RemovingStore.Open(run, location, identity);
        var progress = new ClearProgress(run.Output);
        try
        {
            var cleared = await progress.RunAsync(
                () => store.Sessions.CountAsync(run.Cancellation).AsTask(),
                report => store.Sessions.ClearAsync(report, CommandShell.Actor, run.Cancellation).AsTask());
            var lag = await RevocationLag.FindAsync(store, location, run.Cancellation);
            run.Output.Json(json => Write(json, location, cleared, lag));
            run.Output.Done($"Cleared {cleared} session(s)");
            if (cleared > 0) lag.Report(run.Output);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            throw new CliException(ExitCode.Interrupted, $"Stopped: cleared at least {progress.Cleared} session(s). Run the same command again to clear the rest.");
        }
        catch (Exception e) when (progress.Cleared > 0 && Failure.Of(e) is { } failure)
        {
            throw new CliException(failure.ExitCode, $"{failure.Message}\nCleared {progress.Cleared} session(s) before that.");
        }
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, StoreLocation location, long cleared, RevocationLag lag)
    {
        location.Write(json);
        json.WriteNumber("cleared", cleared);
        lag.Write(json);
    }
}
