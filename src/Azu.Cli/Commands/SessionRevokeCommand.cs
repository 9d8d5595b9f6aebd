using System.CommandLine;
using Azu.Sessions;

namespace Azu.Cli;

/// <summary><c>azu session:revoke</c></summary>
internal static class SessionRevokeCommand
{
    public static Command Create(CommandShell shell)
    {
        var id = SessionIdArgument.CreateOptional();
        var subject = new Option<string?>("--subject") { Description = "Revoke every session of this subject", HelpName = "subject" };
        var expired = new Option<bool>("--expired") { Description = "Remove expired sessions that are still stored, as session:cleanup does" };
        var command = new Command("session:revoke", "Revoke sessions. Their next request is anonymous.") { id, subject, expired };
        command.Validators.Add(result =>
        {
            var ways = (result.GetResult(id) is { Tokens.Count: > 0 } ? 1 : 0) + (result.GetResult(subject) is not null ? 1 : 0) + (result.GetValue(expired) ? 1 : 0);
            if (ways != 1) result.AddError("Give one of these: the id of a session, --subject, or --expired.");
        });
        var store = new StoreFlags().AddTo(command);
        var identity = new SessionIdentity.Flags().AddTo(command);
        return shell.Define(command, run =>
        {
            var location = store.Find(run, UnsupportedBackendAdvice.Revoke);
            if (run.Arguments.GetValue(expired)) return SessionCleanupCommand.RunAsync(run, location);
            return run.Arguments.GetValue(id) is { } one ? RevokeAsync(run, location, identity, one) : RevokeAsync(run, location, identity, run.Arguments.GetValue(subject)!);
        }, "azu session:revoke 0f3c…32 digits…9a", "azu session:revoke --subject alice", "azu session:revoke --expired");
    }

    private static async Task<int> RevokeAsync(CommandRun run, StoreLocation location, SessionIdentity.Flags identity, SessionId id)
    {
        await using var store = RemovingStore.Open(run, location, identity);
        if (!await store.Sessions.RevokeAsync(id, CommandShell.Actor, run.Cancellation))
            throw new CliException(ExitCode.Failed, $"There is no session {id} in {location}, or no longer.");
        return await ReportAsync(run, location, store, 1, $"Revoked session {id}");
    }

    private static async Task<int> RevokeAsync(CommandRun run, StoreLocation location, SessionIdentity.Flags identity, string subject)
    {
        await using var store = RemovingStore.Open(run, location, identity);
        // A store that lists also counts.
        var revoked = await store.Sessions.RevokeSubjectAsync(subject, actor: CommandShell.Actor, cancellationToken: run.Cancellation) ?? 0;
        return await ReportAsync(run, location, store, revoked, $"Revoked {revoked} session(s) of {subject}");
    }

    private static async Task<int> ReportAsync(CommandRun run, StoreLocation location, OpenStore store, long revoked, string done)
    {
        var lag = await RevocationLag.FindAsync(store, location, run.Cancellation);
        run.Output.Json(json =>
        {
            json.WriteNumber("revoked", revoked);
            lag.Write(json);
        });
        run.Output.Done(done);
        if (revoked > 0) lag.Report(run.Output);
        return ExitCode.Done;
    }
}
