using System.Buffers.Binary;
using System.Buffers.Text;

namespace Azu.Sessions.Redis;

/// <summary>
/// Where a walk through the list of a subject or an index value stands, as text.
/// <code>
///   0   1  format  0x4c
///   1   8  score of the entry that came last
///   9  16  its id
/// </code>
/// </summary>
internal readonly record struct ListCursor(double Score, SessionId Id)
{
    private const byte Format = 0x4c;
    private const int IdAt = 1 + sizeof(double);
    private const int Size = IdAt + SessionId.Size;

    /// <summary>Whether an entry comes behind it. Redis orders by score, then by bytes.</summary>
    public bool IsBefore(double score, SessionId id) => score > Score || (score.Equals(Score) && id.CompareTo(Id) > 0);

    public override string ToString()
    {
        var bytes = new byte[Size];
        bytes[0] = Format;
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(1), Score);
        Id.WriteTo(bytes.AsSpan(IdAt));
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="ArgumentException"><see cref="ToString"/> did not write the text.</exception>
    public static ListCursor Parse(string text)
    {
        var bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        var score = bytes.Length == Size && bytes[0] == Format ? BinaryPrimitives.ReadDoubleBigEndian(bytes.AsSpan(1)) : double.NaN;
        return double.IsFinite(score)
            ? new(score, new SessionId(bytes.AsSpan(IdAt)))
            : throw new ArgumentException($"\"{text}\" is no cursor that this index gave out.", nameof(text));
    }
}
