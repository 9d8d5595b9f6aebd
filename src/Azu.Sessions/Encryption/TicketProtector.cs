namespace Azu.Sessions;

/// <summary>
/// Encrypts the ticket of a sign-in, always: it may hold the tokens of another service. A ticket opens only in its session, under its subject and in
/// its generation.
/// </summary>
internal sealed class TicketProtector(PayloadEncryptor encryptor)
{
    /// <summary>What a record keeps of a ticket; nothing of an empty one.</summary>
    public byte[] Seal(ReadOnlyMemory<byte> ticket, SessionId id, string subject, int generation) =>
        ticket.IsEmpty ? [] : encryptor.Seal(ticket.Span, EncryptionContext.Of(id, subject, generation));

    /// <summary>The ticket that a record keeps; null where this node cannot read it.</summary>
    public ReadOnlyMemory<byte>? TryOpen(ReadOnlyMemory<byte> kept, SessionId id, string subject, int generation)
    {
        if (kept.IsEmpty) return kept;
        return encryptor.TryOpen(kept.Span, EncryptionContext.Of(id, subject, generation), out var ticket) == DecryptionResult.Opened ? ticket : null;
    }
}
