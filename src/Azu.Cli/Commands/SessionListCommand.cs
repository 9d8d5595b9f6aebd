using System.CommandLine;
using Azu.Sessions;

namespace Azu.Cli;

/// <summary><c>azu session:list</c></summary>
internal static class SessionListCommand
{
    private const int DefaultLimit = 50;

    public static Command Create(CommandShell shell)
    {
        var subject = new Option<string?>("--subject") { Description = "List only the sessions of this subject", HelpName = "subject" };
        var limit = NumberOption.Whole("--limit", "Maximum number to list (0 = all)", DefaultLimit, least: 0);
        var command = new Command("session:list", "List sessions with their subjects, times and clients.") { subject, limit };
        var store = new StoreFlags().AddTo(command);
        return shell.Define(command, run => RunAsync(run, store.Find(run, UnsupportedBackendAdvice.Look), run.Arguments.GetValue(subject), run.Arguments.GetValue(limit)),
            "azu session:list", "azu session:list --subject alice", "azu session:list --limit 0 --json | jq -r '.sessions[].id'");
    }

    private static async Task<int> RunAsync(CommandRun run, StoreLocation location, string? subject, int limit)
    {
        await using var store = OpenStore.At(location);
        var query = subject is null ? SessionQuery.All : SessionQuery.BySubject(subject);
        var list = new SessionList(run.Output, run.Environment.Time.GetUtcNow());
        var (count, hasMore) = (0, false);
        try
        {
            await foreach (var session in store.Sessions.ListAsync(query with { PageSize = limit is 0 or > 500 ? 500 : limit + 1 }, run.Cancellation))
            {
                if (hasMore = limit > 0 && count == limit) break;
                list.Add(session);
                count++;
            }
        }
        catch (Exception e) when (Failure.Of(e) is { } failure)
        {
            return list.Break(failure.At(location), run.Environment.Error);
        }
        list.End(hasMore);
        return ExitCode.Done;
    }
}
