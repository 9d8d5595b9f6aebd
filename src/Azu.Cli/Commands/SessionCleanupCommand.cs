using System.CommandLine;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary><c>azu session:cleanup</c></summary>
internal static class SessionCleanupCommand
{
    public static Command Create(CommandShell shell)
    {
        var command = new Command("session:cleanup", "Remove expired sessions that are still stored, as applications do in the background.");
        var store = new StoreFlags().AddTo(command);
        return shell.Define(command, run => RunAsync(run, store.Find(run, UnsupportedBackendAdvice.Cleanup)), "azu session:cleanup", "azu session:cleanup --backend database --json");
    }

    public static async Task<int> RunAsync(CommandRun run, StoreLocation location)
    {
        await using var store = OpenStore.At(location);
        // Redis is asked all the same, so that an unreachable server is an error.
        var removed = location.Backend == SessionBackend.Redis ? await AskAsync(store, run) : await store.Sessions.RemoveExpiredAsync(run.Cancellation);
        run.Output.Json(json => json.WriteNumber("removed", removed));
        if (location.Backend == SessionBackend.Redis) run.Output.Line("Redis removes expired sessions by itself.");
        run.Output.Done($"Removed {removed} expired session(s)");
        return ExitCode.Done;
    }

    private static async Task<long> AskAsync(OpenStore store, CommandRun run)
    {
        await store.Sessions.FindAsync(Azu.Sessions.SessionId.New(), run.Cancellation);
        return 0;
    }
}
