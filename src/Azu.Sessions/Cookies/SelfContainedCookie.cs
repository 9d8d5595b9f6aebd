using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>
/// The cookie is the session: the whole record, packed and sealed, its times included. There is no version to compare and no list; the last
/// write wins. A copy of the cookie stays valid until the times inside it end it, unless there is a list of revocations to ask.
/// </summary>
internal sealed class SelfContainedCookie(PayloadEncryptor encryptor, KeyRing keys, AzuSessionsOptions options, RevocationList? revocations, TimeProvider time)
    : ISessionCookieFormat
{
    private const int KeyIdAt = 1;

    private readonly CookieChunks _chunks = new(options);

    public bool IsSelfContained => true;

    public TokenReading Read(ReadOnlySpan<char> value, out SessionToken token)
    {
        token = default;
        // The decoder skips white space and padding, and one value must have one spelling; bits to spare it refuses by itself.
        if (value.Length > CookieChunks.MaxValueLength || value.ContainsAnyExcept(CookieChunks.Base64UrlCharacters)) return TokenReading.Malformed;
        var size = Base64Url.GetMaxDecodedLength(value.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return Base64Url.DecodeFromChars(value, bytes, out _, out var length) == OperationStatus.Done && length == size
                ? Open(bytes.AsSpan(0, length), out token)
                : TokenReading.Malformed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public bool TryRecall(SessionId id, [NotNullWhen(true)] out SessionRecord? copy)
    {
        copy = null;
        return false;
    }

    public bool TryRecallStale(SessionId id, TimeSpan span, [NotNullWhen(true)] out SessionRecord? copy) => TryRecall(id, out copy);

    public ValueTask<SessionRecord?> FindAsync(SessionToken token, CancellationToken cancellationToken) => CurrentAsync(token.Record!, cancellationToken);

    public ValueTask<SessionRecord?> CurrentAsync(SessionRecord known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = SessionLifetime.EndedWithin(known, options.MaxAbsoluteTimeout ?? options.AbsoluteTimeout, now);
        // Admission refuses what is over, and says why.
        return revocations is null || !SessionLifetime.IsAlive(current, now) ? new(current) : CheckAsync(current, revocations, cancellationToken);
    }

    public async ValueTask<bool> HasEndedAsync(SessionRecord known, CancellationToken cancellationToken) =>
        await CurrentAsync(known, cancellationToken) is not { } current || !SessionLifetime.IsAlive(current, time.GetUtcNow());

    public string Issue(SessionRecord record, SessionSecret secret) => Seal(record);

    public string? Renew(SessionRecord record) => Seal(record);

    public string Reissue(ParsedToken presented, SessionRecord record) => Seal(record);

    private TokenReading Open(ReadOnlySpan<byte> bytes, out SessionToken token)
    {
        token = default;
        var opening = encryptor.TryOpen(bytes, [], out var packed);
        if (opening != DecryptionResult.Opened) return opening == DecryptionResult.UnknownKey ? TokenReading.UnknownKey : TokenReading.Forged;
        if (!SessionRecordFormat.TryUnpack(packed, out var record)) return TokenReading.Malformed;

        var isOutdated = keys.TryFind(BinaryPrimitives.ReadUInt32BigEndian(bytes[KeyIdAt..]), out var key) && keys.IsOutdated(key);
        token = new(record.Id, record.SecretHash, isOutdated, record.Subject is not null, record);
        return TokenReading.Valid;
    }

    private string Seal(SessionRecord record)
    {
        var value = encryptor.SealAsText(SessionRecordFormat.Pack(record), []);
        _chunks.Check(value.Length, record.Id);
        return value;
    }

    private static async ValueTask<SessionRecord?> CheckAsync(SessionRecord record, RevocationList revocations, CancellationToken cancellationToken) =>
        await revocations.IsRevokedAsync(record, cancellationToken) ? null : record;
}
