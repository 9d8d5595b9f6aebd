namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>The table of commands in <c>docs/stores/redis.md</c>.</summary>
internal static class DocumentedCosts
{
    private const string Head = "| a request that |";

    /// <summary>What it says for a session in so many lists, by what the request does.</summary>
    public static SortedDictionary<string, SessionCommands> Of(int lists)
    {
        var rows = File.ReadLines(RepositoryTree.PathOf("docs/stores/redis.md")).SkipWhile(line => !line.StartsWith(Head, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'));
        return new(rows.Select(row => row.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToDictionary(
            cells => cells[0], cells => new SessionCommands(Number(cells[1], lists), Number(cells[2], lists), Number(cells[3], lists))),
                StringComparer.Ordinal);
    }

    private static int Number(string cell, int lists) =>
        cell.Split('+', StringSplitOptions.TrimEntries)
            .Sum(part => part == "lists" ? lists : int.Parse(part, System.Globalization.CultureInfo.InvariantCulture));
}
