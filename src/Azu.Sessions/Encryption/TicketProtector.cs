using System.Buffers.Binary;
using System.Text;

namespace Azu.Sessions;

/// <summary>
/// Encrypts the ticket of a sign-in, always: it may hold the tokens of another service. A ticket opens only in its session, under its subject and in
/// its generation.
/// </summary>
internal sealed class TicketProtector(PayloadEncryptor encryptor)
{
    /// <summary>What a record keeps of a ticket; nothing of an empty one.</summary>
    public byte[] Seal(ReadOnlyMemory<byte> ticket, SessionId id, string subject, int generation) =>
        ticket.IsEmpty ? [] : encryptor.Seal(ticket.Span, Context(id, subject, generation));

    /// <summary>The ticket of the sign-in; empty where it has none, null where this node cannot read it.</summary>
    public ReadOnlyMemory<byte>? TryOpen(SessionState state)
    {
        if (state.Actions.Ticket is { } pending) return pending;
        if (state.Record is not { Subject: { } subject } record || state.Payload.Ticket.IsEmpty) return ReadOnlyMemory<byte>.Empty;
        var opening = encryptor.TryOpen(state.Payload.Ticket.Span, Context(record.Id, subject, record.Generation), out var ticket);
        return opening == DecryptionResult.Opened ? ticket : null;
    }

    private static byte[] Context(SessionId id, string subject, int generation)
    {
        var context = new byte[SessionId.Size + sizeof(int) + Encoding.UTF8.GetByteCount(subject)];
        id.WriteTo(context);
        BinaryPrimitives.WriteInt32BigEndian(context.AsSpan(SessionId.Size), generation);
        Encoding.UTF8.GetBytes(subject, context.AsSpan(SessionId.Size + sizeof(int)));
        return context;
    }
}
