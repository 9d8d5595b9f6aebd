using System.Buffers.Binary;
using System.Text;

namespace Azu.Sessions;

/// <summary>What a value in a record belongs to: it opens in no other record, nor in this one under another owner.</summary>
internal static class EncryptionContext
{
    /// <param name="id">The session.</param>
    /// <param name="subject">Its owner; null: it is anonymous.</param>
    /// <param name="generation">Its generation.</param>
    public static byte[] Of(SessionId id, string? subject, int generation)
    {
        var context = new byte[SessionId.Size + sizeof(int) + (subject is null ? 0 : 1 + Encoding.UTF8.GetByteCount(subject))];
        id.WriteTo(context);
        BinaryPrimitives.WriteInt32BigEndian(context.AsSpan(SessionId.Size), generation);
        if (subject is null) return context;
        context[SessionId.Size + sizeof(int)] = 1;
        Encoding.UTF8.GetBytes(subject, context.AsSpan(SessionId.Size + sizeof(int) + 1));
        return context;
    }
}
