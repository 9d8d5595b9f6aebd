using System.Buffers.Binary;

namespace Azu.Sessions;

/// <summary>In which lists a packed record says that it is, for a store that has only the beginning of the record.</summary>
/// <param name="Subject">The subject; null for an anonymous session.</param>
/// <param name="Indexes">The index entries.</param>
public readonly record struct PackedLists(string? Subject, IReadOnlyList<SessionIndexEntry> Indexes)
{
    /// <summary>
    /// Reads the lists of a record of this version's format. False where the bytes make no sense. They are what the bytes say: only
    /// <see cref="SessionRecordFormat.Read"/> checks them.
    /// </summary>
    /// <param name="beginning">The header and the lists behind it; what follows is not looked at.</param>
    /// <param name="lists">Subject and indexes.</param>
    public static bool TryRead(ReadOnlySpan<byte> beginning, out PackedLists lists)
    {
        lists = new(null, []);
        if (beginning.Length < PackedRecordLayout.HeaderSize || beginning[PackedRecordLayout.FormatAt] != PackedRecordLayout.Format) return false;
        var size = BinaryPrimitives.ReadInt32LittleEndian(beginning[PackedRecordLayout.ListsLengthAt..]);
        if (size < 0 || size > beginning.Length - PackedRecordLayout.ListsAt) return false;
        var parts = PackedRecordPeek.Parts(beginning);
        var reader = new PackedReader(beginning[..(PackedRecordLayout.ListsAt + size)], PackedRecordLayout.ListsAt);
        var subject = (parts & PackedParts.Subject) != PackedParts.None ? reader.ReadText() : null;
        IReadOnlyList<SessionIndexEntry> indexes = (parts & PackedParts.Indexes) != PackedParts.None ? reader.ReadIndexes() : [];
        if (reader.Problem is not null) return false;
        lists = new(subject, indexes);
        return true;
    }
}
