using System.CommandLine;
using System.Text.Json;
using Azu.Sessions;
using Spectre.Console;

namespace Azu.Cli;

/// <summary><c>azu session:show</c></summary>
internal static class SessionShowCommand
{
    public static Command Create(CommandShell shell)
    {
        var id = SessionIdArgument.CreateBeginning();
        var command = new Command("session:show", "Show one session, with its data if SESSION_SECRET decrypts it.") { id };
        var store = new StoreFlags().AddTo(command);
        var identity = new SessionIdentity.Flags().AddTo(command);
        return shell.Define(command, run => RunAsync(run, store.Find(run, UnsupportedBackendAdvice.Look), SessionIdentity.Of(run, identity), run.Arguments.GetValue(id)!),
            "azu session:show 0f3c…32 digits…9a", "azu session:show 0f3c9a --json");
    }

    private static async Task<int> RunAsync(CommandRun run, StoreLocation location, SessionIdentity? identity, SessionIdBeginning beginning)
    {
        var id = await beginning.ResolveAsync(location, run.Cancellation);
        if (await SessionData.FindAsync(location, identity, id, run.Cancellation) is not { } found)
            throw new CliException(ExitCode.Failed, $"There is no session {id} in {location}, or no longer.");
        run.Output.Json(json =>
        {
            SessionJson.Write(json, found.Session);
            json.WritePropertyName("data");
            if (found.Items is null) json.WriteNullValue();
            else WriteData(json, found.Items);
            if (found.Closed is { } why) json.WriteString("closed", why);
        });
        Report(run, found);
        return ExitCode.Done;
    }

    private static void Report(CommandRun run, SessionData found)
    {
        var (session, now, output) = (found.Session, run.Environment.Time.GetUtcNow(), run.Output);
        output.WriteDetails(
            ("Session", session.Id.ToString()),
            ("Subject", session.Subject ?? "- (anonymous)"),
            ("Created", $"{SessionJson.Time(session.CreatedAt)} ({Ago.Past(session.CreatedAt, now)})"),
            ("Signed in", session.SignedInAt is { } signedIn ? $"{SessionJson.Time(signedIn)} ({Ago.Past(signedIn, now)})" : "-"),
            ("Last seen", $"{SessionJson.Time(session.LastSeenAt)} ({Ago.Past(session.LastSeenAt, now)})"),
            ("Expires", $"{SessionJson.Time(session.ExpiresAt)} ({Ago.Until(session.ExpiresAt, now)})"),
            ("At the latest", session.AbsoluteExpiresAt is { } end ? $"{SessionJson.Time(end)} ({Ago.Until(end, now)})" : "-"),
            ("Address", session.Client?.Address ?? "-"),
            ("User agent", session.Client?.UserAgent ?? "-"),
            ("Version", $"{session.Version}"),
            ("Data", found.Closed ?? $"{session.PayloadBytes} bytes as stored"));
        if (output.IsJson || found.Items is null) return;
        var data = CommandOutput.IndentedJsonText(json => SessionJson.Write(json, found.Items));
        if (output.Style == OutputStyle.Terminal) output.Screen.Write(new Panel(new Text(string.Join('\n', data.Split('\n').Select(SafeText.Of)))).RoundedBorder().BorderColor(Color.Grey));
        else foreach (var line in data.Split('\n')) output.Line(line);
    }

    private static void WriteData(Utf8JsonWriter json, SessionItems items)
    {
        json.WriteStartObject();
        SessionJson.Write(json, items);
        json.WriteEndObject();
    }
}
