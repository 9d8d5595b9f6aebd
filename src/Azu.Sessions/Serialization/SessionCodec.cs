namespace Azu.Sessions;

/// <summary>
/// The way of a payload into a record and back: compressed, then sealed, each only where the application asks for it.
/// <code>
/// 0  1  format   0x01 plain, 0x02 compressed, 0x10 sealed
/// </code>
/// What was sealed is never read unsealed, nor the other way round: the first byte tells them apart before anything of the rest is believed.
/// </summary>
/// <param name="encryptor">Encrypts; null: payloads are stored in plain.</param>
/// <param name="compression">Inflates, and deflates where the application asks for it.</param>
/// <param name="isCompressing">Whether payloads are compressed when written.</param>
/// <param name="maxPayloadBytes">How large a payload may be, before compression.</param>
internal sealed class SessionCodec(PayloadEncryptor? encryptor, PayloadCompression compression, bool isCompressing, int maxPayloadBytes)
{
    private const byte SealedFormat = 0x10;

    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(2);

    /// <summary>What to store as the payload of a session.</summary>
    /// <param name="payload">The content.</param>
    /// <param name="id">The session,</param>
    /// <param name="subject">its owner</param>
    /// <param name="generation">and its generation: a sealed payload opens in no other record, nor in this one under another owner.</param>
    /// <exception cref="SessionTooLargeException">The payload is larger than it may be.</exception>
    public byte[] Write(SessionPayload payload, SessionId id, string? subject, int generation)
    {
        var bytes = payload.ToBytes();
        if (bytes.Length > maxPayloadBytes) throw new SessionTooLargeException(id, bytes.Length, maxPayloadBytes, "MaxPayloadBytes allows",
            "raise MaxPayloadBytes");
        if (isCompressing) bytes = compression.Deflate(bytes);
        if (encryptor is null) return bytes;
        var value = encryptor.Seal(bytes, EncryptionContext.Of(id, subject, generation), room: 1);
        value[0] = SealedFormat;
        return value;
    }

    public PayloadReading TryRead(SessionRecord record, out SessionPayload payload)
    {
        payload = default;
        var bytes = record.Payload;
        if (encryptor is not null)
        {
            if (bytes.IsEmpty || bytes.Span[0] != SealedFormat) return PayloadReading.Corrupted;
            var opening = encryptor.TryOpen(bytes.Span[1..], EncryptionContext.Of(record.Id, record.Subject, record.Generation), out var opened);
            if (opening != DecryptionResult.Opened) return opening == DecryptionResult.UnknownKey ? PayloadReading.UnknownKey : PayloadReading.Corrupted;
            bytes = opened;
        }

        if (!bytes.IsEmpty && bytes.Span[0] == PayloadCompression.Format)
        {
            if (compression.TryInflate(bytes) is not { } inflated) return PayloadReading.Corrupted;
            bytes = inflated;
        }

        return SessionPayload.TryRead(bytes, out payload);
    }

    /// <summary>The payload of a record that is signed in: the same content, bound to the subject and the generation, with the ticket of the sign-in.</summary>
    /// <inheritdoc cref="Read"/>
    public ReadOnlyMemory<byte> Rebind(SessionRecord record, string subject, int generation, ReadOnlyMemory<byte> ticket)
    {
        var payload = Read(record);
        if (encryptor is null && payload.Ticket.IsEmpty && ticket.IsEmpty) return record.Payload;
        return Write(payload with { Ticket = ticket }, record.Id, subject, generation);
    }

    /// <summary>The payload of a record.</summary>
    /// <exception cref="SessionCorruptedException">It cannot be read.</exception>
    /// <exception cref="SessionStoreUnavailableException">A newer version of this library wrote it, or it is sealed under a key that this node does not
    /// know.</exception>
    public SessionPayload Read(SessionRecord record) => TryRead(record, out var payload) switch
    {
        PayloadReading.Read => payload,
        PayloadReading.Corrupted => throw new SessionCorruptedException(record.Id),
        _ => throw new SessionStoreUnavailableException($"Session {record.Id} was written by a newer version of this library, or sealed under a key that " +
            "this node does not know. Here it is unavailable until the deploy is through.", s_retryAfter),
    };
}
