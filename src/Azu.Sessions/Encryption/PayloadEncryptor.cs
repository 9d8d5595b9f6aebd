using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>How opening a sealed value ended. A value that does not open is never tried as something else.</summary>
internal enum DecryptionResult
{
    /// <summary>It opened.</summary>
    Opened,

    /// <summary>It is sealed under a root key that this node does not know: a deploy in progress, or a retired key.</summary>
    UnknownKey,

    /// <summary>It is no sealed value, was changed, or was sealed for something else.</summary>
    Refused,
}

/// <summary>
/// Encrypts values so that without the key none can be read, changed or moved:
/// <code>
///  0   1   suite    0x01 AES-256-GCM           0x02 AES-256-CBC + HMAC-SHA256, encrypt-then-MAC
///  1   4   key id   of the root key, big-endian
///  5  16   salt     of the process that sealed it
/// 21  12   nonce    random                     (suite 0x02: 16, a random IV)
/// ..   n   ciphertext
///     16   tag                                 (suite 0x02: 32, the full HMAC)
/// </code>
/// Associated data: suite ‖ key id ‖ salt ‖ L(purpose) ‖ L(application) ‖ L(name) ‖ L(context), L(x) = 4-byte big-endian length ‖ bytes.
/// </summary>
internal sealed class PayloadEncryptor
{
    private const int KeyIdAt = 1, SaltAt = 5, NonceAt = SaltAt + EncryptionKeys.SaltSize;
    private const int MaxBytesOnStack = 512;

    private readonly EncryptionKeys _keys;
    private readonly IReadOnlySet<EncryptionAlgorithm> _accepted;
    private readonly byte[] _scope;

    /// <param name="keys">Where keys come from.</param>
    /// <param name="accepted">Which suites open; the others are refused unseen.</param>
    /// <param name="purpose">What the values are for: one of another purpose does not open.</param>
    /// <param name="application">The application: neither does one of another application,</param>
    /// <param name="name">nor one of another cookie or session type.</param>
    public PayloadEncryptor(EncryptionKeys keys, IReadOnlySet<EncryptionAlgorithm> accepted, string purpose, string application, string name)
    {
        (_keys, _accepted) = (keys, accepted);
        _scope = [.. LengthPrefix.Of(purpose), .. LengthPrefix.Of(application), .. LengthPrefix.Of(name)];
    }

    /// <param name="plaintext">What to seal.</param>
    /// <param name="context">What the value belongs to: it opens only with the same.</param>
    /// <param name="room">How many bytes to leave free in front of the value.</param>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> context, int room = 0)
    {
        var own = _keys.ForSealing();
        var value = new byte[room + SizeOf(plaintext, own.Cipher)];
        Seal(own, plaintext, context, value.AsSpan(room));
        return value;
    }

    /// <summary>The same as Base64Url.</summary>
    public string SealAsText(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> context)
    {
        var own = _keys.ForSealing();
        var size = SizeOf(plaintext, own.Cipher);
        var value = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            Seal(own, plaintext, context, value.AsSpan(0, size));
            return Base64Url.EncodeToString(value.AsSpan(0, size));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(value);
        }
    }

    /// <summary>Opens a value under the one key that it names.</summary>
    public DecryptionResult TryOpen(ReadOnlySpan<byte> value, ReadOnlySpan<byte> context, out byte[] plaintext)
    {
        plaintext = [];
        if (value.Length < NonceAt || !_accepted.Contains((EncryptionAlgorithm)value[0])) return DecryptionResult.Refused;
        var name = new DerivedKeyName((EncryptionAlgorithm)value[0], BinaryPrimitives.ReadUInt32BigEndian(value[KeyIdAt..]),
            DerivedKeyName.ReadSalt(value[SaltAt..]));
        if (_keys.ForOpening(name, out var isRemembered) is not { } cipher) return DecryptionResult.UnknownKey;

        var nonceEnd = NonceAt + cipher.NonceSize;
        var ciphertextLength = value.Length - nonceEnd - cipher.TagSize;
        if (ciphertextLength < 0) return Refuse(cipher, isRemembered);
        var length = AssociatedDataLength(context);
        var associated = length <= MaxBytesOnStack ? stackalloc byte[length] : new byte[length];
        WriteAssociatedData(value, context, associated);
        if (cipher.TryOpen(value[NonceAt..nonceEnd], value.Slice(nonceEnd, ciphertextLength), value[(nonceEnd + ciphertextLength)..],
            associated) is not { } opened) return Refuse(cipher, isRemembered);
        if (!isRemembered) _keys.Remember(name, cipher);
        plaintext = opened;
        return DecryptionResult.Opened;
    }

    private static int SizeOf(ReadOnlySpan<byte> plaintext, IPayloadCipher cipher) =>
        NonceAt + cipher.NonceSize + cipher.CiphertextLength(plaintext.Length) + cipher.TagSize;

    private void Seal(EncryptionKeys.OwnKey own, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> context, Span<byte> value)
    {
        var cipher = own.Cipher;
        var nonceEnd = NonceAt + cipher.NonceSize;
        var tagAt = value.Length - cipher.TagSize;
        value[0] = (byte)own.Name.Algorithm;
        BinaryPrimitives.WriteUInt32BigEndian(value[KeyIdAt..], own.Name.KeyId);
        own.Name.WriteSalt(value[SaltAt..]);
        // Drawn now, never ahead: two clones of a process have the same key, and with the same nonces GCM protects nothing.
        RandomNumberGenerator.Fill(value[NonceAt..nonceEnd]);
        var length = AssociatedDataLength(context);
        var associated = length <= MaxBytesOnStack ? stackalloc byte[length] : new byte[length];
        WriteAssociatedData(value, context, associated);
        cipher.Seal(value[NonceAt..nonceEnd], plaintext, associated, value[nonceEnd..tagAt], value[tagAt..]);
    }

    /// <summary>A key that was derived for a stranger's salt goes at once: what it holds outside of managed memory must not wait for a collection.</summary>
    private static DecryptionResult Refuse(IPayloadCipher cipher, bool isRemembered)
    {
        if (!isRemembered) cipher.Dispose();
        return DecryptionResult.Refused;
    }

    private int AssociatedDataLength(ReadOnlySpan<byte> context) => NonceAt + _scope.Length + sizeof(int) + context.Length;

    private void WriteAssociatedData(ReadOnlySpan<byte> value, ReadOnlySpan<byte> context, Span<byte> destination)
    {
        value[..NonceAt].CopyTo(destination);
        _scope.CopyTo(destination[NonceAt..]);
        var at = NonceAt + _scope.Length;
        BinaryPrimitives.WriteInt32BigEndian(destination[at..], context.Length);
        context.CopyTo(destination[(at + sizeof(int))..]);
    }
}
