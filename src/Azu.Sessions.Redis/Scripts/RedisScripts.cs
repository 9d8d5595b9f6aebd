using System.Reflection;
using System.Text;

namespace Azu.Sessions.Redis;

/// <summary>
/// The scripts that run on the server, each in one step. A line <c>--@ name</c> stands for the piece of that name. What a script knows of a packed
/// record is written in front of it: only <see cref="PackedRecordLayout"/> says where something is.
/// </summary>
internal static class RedisScripts
{
    private const string Piece = "--@ ";

    public static readonly RedisScript Create = OfRecords("create.lua");
    public static readonly RedisScript Update = OfRecords("update.lua");
    public static readonly RedisScript Touch = OfRecords("touch.lua");
    public static readonly RedisScript Remove = OfRecords("remove.lua");
    public static readonly RedisScript List = new(Read("list.lua"));
    public static readonly RedisScript Echo = new(Read("echo.lua"));
    public static readonly RedisScript Info = new(Read("info.lua"));
    public static readonly RedisScript Note = new(Read("note.lua"));
    public static readonly RedisScript Lag = new(Read("lag.lua"));
    public static readonly RedisScript Clock = new(Read("clock.lua"));
    public static readonly RedisScript Alone = new(Read("alone.lua"));

    /// <summary>The layout of a packed record in the words of Lua, which counts from 1.</summary>
    internal static string Layout { get; } = LayoutText();

    private static RedisScript OfRecords(string name) => new(LayoutText() + Read(name));

    private static string LayoutText()
    {
        (string Name, int At)[] places =
        [
            ("TIMES", PackedRecordLayout.TimesAt), ("PARTS", PackedRecordLayout.PartsAt), ("GENERATION", PackedRecordLayout.GenerationAt),
            ("VERSION", PackedRecordLayout.VersionAt), ("WRITE_ID", PackedRecordLayout.WriteIdAt), ("SECRET", PackedRecordLayout.SecretHashAt),
            ("END", PackedRecordLayout.AbsoluteExpiresAt), ("LISTS", PackedRecordLayout.ListsAt),
        ];
        return $"""
            local FORMAT, HEADER, PREVIOUS = {PackedRecordLayout.Format}, {PackedRecordLayout.HeaderSize}, {PackedRecordLayout.PreviousSecretPart}
            local {string.Join(", ", places.Select(place => place.Name))} = {string.Join(", ", places.Select(place => place.At + 1))}
            local HEAD = '{Head()}'

            """;
    }

    /// <summary>How to unpack format, length, the halves of last seen and of the expiry, parts and the length of the lists in one call.</summary>
    private static string Head()
    {
        (int At, int Size, string Code)[] fields =
        [
            (PackedRecordLayout.FormatAt, 1, "B"), (PackedRecordLayout.LengthAt, 4, "I4"), (PackedRecordLayout.LastSeenAt, 8, "I4I4"),
            (PackedRecordLayout.ExpiresAt, 8, "I4I4"), (PackedRecordLayout.PartsAt, 2, "I2"), (PackedRecordLayout.ListsLengthAt, 4, "I4"),
        ];
        var head = new StringBuilder("<");
        var at = 0;
        foreach (var field in fields)
        {
            head.Append('x', field.At - at).Append(field.Code);
            at = field.At + field.Size;
        }
        return head.ToString();
    }

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var text = new StringBuilder();
        while (reader.ReadLine() is { } line)
        {
            var start = line.AsSpan().TrimStart();
            text.Append(start.StartsWith(Piece, StringComparison.Ordinal) ? Read(start[Piece.Length..].ToString()) : line).Append('\n');
        }
        return text.ToString();
    }
}
