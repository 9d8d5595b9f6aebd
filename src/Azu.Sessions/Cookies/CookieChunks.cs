using System.Buffers;
using System.Globalization;

namespace Azu.Sessions;

/// <summary>
/// A cookie value that one cookie cannot hold, in several: the first says how many, as <c>3~…</c>, the others are called <c>name.1</c>,
/// <c>name.2</c>. Which belong together, and in which order, the seal over the whole value decides: a mixture does not open.
/// </summary>
internal sealed class CookieChunks(AzuSessionsOptions options)
{
    /// <summary>What a browser keeps of one cookie: name, value and attributes together stay within what RFC 6265bis lets name and value have.</summary>
    public const int BytesPerCookie = 4096;

    /// <summary>Together they stay well under the 32 KiB that Kestrel reads of all headers.</summary>
    public const int Max = 4;

    /// <summary>No value is longer, wherever it comes from.</summary>
    public const int MaxValueLength = Max * BytesPerCookie;

    private const char Separator = '~';
    private const int NameSuffixLength = 2;

    public static readonly SearchValues<char> Base64UrlCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly int _room = BytesPerCookie - NameSuffixLength - 2
        - SetCookieHeader.Write(options, "", CookieChange.Set("", DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch, isSecure: true).Length;

    /// <exception cref="SessionTooLargeException">The value fits into no cookie, or into no more than are allowed.</exception>
    public void Check(int valueLength, SessionId id)
    {
        var allowed = options.Cookie.Chunking ? _room * Max : _room;
        if (valueLength <= allowed) return;
        var overhead = BytesPerCookie - _room;
        throw new SessionTooLargeException(
            id,
            valueLength + overhead,
            allowed + overhead,
            options.Cookie.Chunking ? $"{Max} cookies hold" : "a cookie holds",
            options.Cookie.Chunking ? "use a server-side store" : "set Cookie.Chunking, or use a server-side store");
    }

    /// <summary>The cookies that hold a value, with their names' suffixes.</summary>
    public IEnumerable<(string Suffix, string Value)> Split(string value)
    {
        if (value.Length <= _room) return [("", value)];
        var chunks = value.Chunk(_room).Select(c => new string(c)).ToList();
        return chunks.Select((chunk, i) => (SuffixOf(i), i == 0 ? $"{chunks.Count}{Separator}{chunk}" : chunk));
    }

    /// <summary>Whether a value is the first of several, and of how many.</summary>
    public static bool IsFirst(ReadOnlySpan<char> value, out int count)
    {
        count = 0;
        if (value.Length < 2 || value[1] != Separator || value[0] is < '2' or > (char)('0' + Max)) return false;
        count = value[0] - '0';
        return true;
    }

    /// <summary>What the first of several holds of the value.</summary>
    public static ReadOnlySpan<char> ContentOfFirst(ReadOnlySpan<char> value) => value[2..];

    public static string SuffixOf(int index) => index == 0 ? "" : "." + index.ToString(CultureInfo.InvariantCulture);
}
