using Azu.Sessions;

namespace Azu.Cli;

/// <summary>The id of a session, or the beginning of one.</summary>
/// <param name="Digits">Hexadecimal digits, at most 32.</param>
internal sealed record SessionIdBeginning(string Digits)
{
    private const int MaxNamed = 5;

    /// <summary>Null for what is neither. A list may have cut the id, and shows that by a mark.</summary>
    public static SessionIdBeginning? Parse(string text)
    {
        var digits = text.TrimEnd('…').ToLowerInvariant();
        return digits.Length is > 0 and <= 2 * SessionId.Size && digits.All(char.IsAsciiHexDigitLower) ? new(digits) : null;
    }

    /// <summary>The one session that is meant. A whole id is not looked up here.</summary>
    /// <exception cref="CliException">No session begins so, or several do.</exception>
    public async Task<SessionId> ResolveAsync(StoreLocation location, CancellationToken cancellation)
    {
        if (SessionId.TryParse(Digits, out var whole)) return whole;
        await using var store = OpenStore.At(location);
        var found = await store.Sessions.ListAsync(cancellation).Select(s => s.Id).Where(id => id.ToString().StartsWith(Digits, StringComparison.Ordinal)).Take(MaxNamed + 1).ToListAsync(cancellation);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new CliException(ExitCode.Failed, $"There is no session whose id begins with {Digits} in {location}, or no longer."),
            _ => throw new CliException(ExitCode.Failed, $"Several sessions have ids that begin with {Digits}. Give more digits:\n{string.Join('\n', found.Take(MaxNamed))}{(found.Count > MaxNamed ? "\n…" : "")}"),
        };
    }
}
