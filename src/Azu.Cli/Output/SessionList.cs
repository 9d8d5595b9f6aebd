using Azu.Sessions;
using Spectre.Console;

namespace Azu.Cli;

/// <summary>A list of sessions in the three styles. Programs and files get each session as it comes; a screen gets a table.</summary>
internal sealed class SessionList(CommandOutput output, DateTimeOffset now)
{
    // A table is measured as a whole, so a long list is several.
    private const int RowsOfTable = 1_000;

    private SessionTable _table = new(output.Screen.Profile.Width, now);
    private bool _hasRow;

    public void Add(SessionSnapshot<SessionItems> session)
    {
        switch (output.Style)
        {
            case OutputStyle.Json:
                output.Raw((_hasRow ? "," : "{\"sessions\": [") + "\n  " + CommandOutput.JsonText(json => SessionJson.Write(json, session)));
                break;
            case OutputStyle.Plain:
                if (!_hasRow) output.Line(Columns("ID", "SUBJECT", "CREATED", "LAST SEEN", "EXPIRES", "SIZE", "CLIENT"));
                output.Line(Columns(
                    session.Id.ToString(), session.Subject ?? "-", SessionJson.Time(session.CreatedAt)!, SessionJson.Time(session.LastSeenAt)!,
                        SessionJson.Time(session.ExpiresAt)!, SessionTable.SizeOf(session), SessionTable.ClientOf(session)));
                break;
            default:
                AddRow(session);
                break;
        }
        _hasRow = true;
    }

    /// <summary>Where the rest cannot be read.</summary>
    public int Break(Failure failure, TextWriter error)
    {
        if (!output.IsJson || !_hasRow) return failure.Report(output, error);
        // The document stays one.
        var why = CommandOutput.JsonText(json =>
        {
            json.WriteString("error", failure.Message);
            json.WriteNumber("exitCode", failure.ExitCode);
        });
        output.Raw($"\n], {why[1..]}\n");
        return failure.ExitCode;
    }

    /// <summary>After the last one.</summary>
    /// <param name="hasMore">Whether there are others that were not asked for.</param>
    public void End(bool hasMore)
    {
        if (output.IsJson)
        {
            output.Raw($"{(_hasRow ? "\n]" : "{\"sessions\": []")}, \"more\": {(hasMore ? "true" : "false")}}}\n");
            return;
        }

        if (!_hasRow) output.Line("No sessions.");
        else if (output.Style == OutputStyle.Terminal && _table.Count > 0) output.Screen.Write(_table.Draw());
        if (hasMore) output.Line("There are more: --limit 0 shows all.");
    }

    private void AddRow(SessionSnapshot<SessionItems> session)
    {
        _table.Add(session);
        if (_table.Count < RowsOfTable) return;
        output.Screen.Write(_table.Draw());
        _table = new(output.Screen.Profile.Width, now);
    }

    private static string Columns(string id, string subject, string created, string seen, string expires, string size, string client) =>
        $"{id,-32}  {subject,-20}  {created,-20}  {seen,-20}  {expires,-20}  {size,-8}  {client}".TrimEnd();
}
