using System.Globalization;
using Azu.Sessions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Azu.Cli;

/// <summary>Sessions as a table on a screen: one line for each. What does not fit is cut; on a narrow screen ids are too, and columns are left out.</summary>
/// <param name="width">The columns of the screen.</param>
/// <param name="now">What "ago" starts from.</param>
internal sealed class SessionTable(int width, DateTimeOffset now)
{
    private const int ShortId = 12;
    private const int MinText = 24;

    private readonly List<SessionSnapshot<SessionItems>> _rows = [];

    public int Count => _rows.Count;

    public void Add(SessionSnapshot<SessionItems> session) => _rows.Add(session);

    public Table Draw()
    {
        string[] full = ["ID", "Subject", "Created", "Last seen", "Expires", "Size", "Client"];
        var rows = _rows.ConvertAll(s => (string[])
        [
            s.Id.ToString(), SafeText.Of(s.Subject ?? "-"), Ago.Past(s.CreatedAt, now), Ago.Past(s.LastSeenAt, now), Ago.Until(s.ExpiresAt, now), SizeOf(s),
                SafeText.Of(ClientOf(s)),
        ]);
        if (Room(full, rows, 1, 6) >= MinText) return Draw(full, Fitted(full, rows, 1, 6));

        // session:show takes the beginning of an id, and says the rest.
        string[] narrow = ["ID", "Subject", "Last seen", "Expires"];
        rows = rows.ConvertAll(row => (string[])[row[0][..ShortId] + "…", row[1], row[3], row[4]]);
        return Draw(narrow, Fitted(narrow, rows, 1));
    }

    /// <summary>The size of the data, in the words of the dashboard.</summary>
    public static string SizeOf(SessionSnapshot<SessionItems> session) => session.PayloadBytes switch
    {
        < 1_024 => string.Create(CultureInfo.InvariantCulture, $"{session.PayloadBytes} B"),
        < 1_048_576 => string.Create(CultureInfo.InvariantCulture, $"{session.PayloadBytes / 1_024.0:0.0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{session.PayloadBytes / 1_048_576.0:0.0} MB"),
    };

    /// <summary>The address and the user agent.</summary>
    public static string ClientOf(SessionSnapshot<SessionItems> session) =>
        session.Client is { } client ? string.Join(' ', new[] { client.Address, client.UserAgent }.Where(part => !string.IsNullOrEmpty(part))) : "";

    private static Table Draw(string[] names, List<string[]> rows)
    {
        var table = new Table().RoundedBorder().BorderColor(Color.Grey);
        foreach (var name in names) table.AddColumn(new TableColumn(name).NoWrap());
        foreach (var row in rows) table.AddRow(row.Select((text, column) => column != 1
            ? new Text(text)
            : new Text(text, new Style(text == "-" ? Color.Grey : Color.Green))));
        return table;
    }

    /// <summary>The room that the other columns leave on the screen. Each column costs two blanks and a line.</summary>
    private int Room(string[] names, List<string[]> rows, params int[] columns) =>
        width - (3 * names.Length) - 1 - Enumerable.Range(0, names.Length).Except(columns).Sum(column => Longest(names, rows, column));

    /// <summary>Cuts the texts of some columns, the last ones first, so that a row is one line.</summary>
    private List<string[]> Fitted(string[] names, List<string[]> rows, params int[] columns)
    {
        var room = Room(names, rows, columns);
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            var others = columns.Skip(i + 1).Sum(c => Longest(names, rows, c));
            // A column may have what the next ones do not need, and at least its share.
            var share = Math.Max(names[column].Length, Math.Min(Longest(names, rows, column), Math.Max(room / (columns.Length - i), room - others)));
            rows = rows.ConvertAll(row => (string[])[.. row[..column], Cut(row[column], share), .. row[(column + 1)..]]);
            room -= share;
        }
        return rows;
    }

    private static int Longest(string[] names, List<string[]> rows, int column) =>
        Math.Max(names[column].Length, rows.Count == 0 ? 0 : rows.Max(row => Cells(row[column])));

    private static string Cut(string text, int most)
    {
        if (Cells(text) <= most) return text;
        var kept = new System.Text.StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Cells(kept.ToString() + rune) >= most) break;
            kept.Append(rune);
        }
        return kept.Append('…').ToString();
    }

    // Some characters take two columns.
    private static int Cells(string text) => new Segment(text).CellCount();
}
