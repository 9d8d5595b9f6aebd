using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// The keys under which values are sealed: HKDF of the root's "seal" subkey with a salt that each process draws for itself, so that no two
/// processes share a key and random nonces stay within their bound. The derivation is paid once per salt and not once per value.
/// </summary>
/// <param name="keys">The roots.</param>
/// <param name="algorithm">How new values are sealed.</param>
/// <param name="time">Tells when a salt is a day old.</param>
/// <param name="mostSealsPerSalt">After how many values this process draws a new salt.</param>
internal sealed class EncryptionKeys(KeyRing keys, EncryptionAlgorithm algorithm, TimeProvider time, long mostSealsPerSalt = EncryptionKeys.MaxSealsPerSalt)
{
    public const int SaltSize = 16;

    // At most 2^31 random 96-bit nonces under one key keep the chance that two are the same below 2^-33. (NIST SP 800-38D allows 2^-32.)
    public const long MaxSealsPerSalt = 1L << 31;

    private const int MaxForeignSalts = 256;

    private static readonly TimeSpan s_saltLifetime = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<DerivedKeyName, IPayloadCipher> _opened = new();
    private OwnKey? _own;

    /// <summary>The key of this process, for one more value.</summary>
    public OwnKey ForSealing()
    {
        var own = Volatile.Read(ref _own);
        return own is not null && IsUsable(own) ? own : Renew(own);
    }

    /// <summary>The key of a value; null where this node does not know the root.</summary>
    /// <param name="name">What the value says of its key.</param>
    /// <param name="isRemembered">Whether the key had been derived before.</param>
    public IPayloadCipher? ForOpening(DerivedKeyName name, out bool isRemembered)
    {
        isRemembered = false;
        // First of all, because a key may leave the ring while the application runs.
        if (!keys.TryFind(name.KeyId, out var root)) return null;
        var own = Volatile.Read(ref _own);
        isRemembered = true;
        if (own is not null && own.Name == name) return own.Cipher;
        if (_opened.TryGetValue(name, out var cipher)) return cipher;
        isRemembered = false;
        return Derive(root, name);
    }

    /// <summary>A value has opened under this key, so its salt is one of ours and no stranger's: keep the key.</summary>
    public void Remember(DerivedKeyName name, IPayloadCipher cipher)
    {
        if (_opened.Count >= MaxForeignSalts) _opened.Clear();
        _opened.TryAdd(name, cipher);
    }

    private OwnKey Renew(OwnKey? used)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_own, used) && IsUsable(_own!)) return _own!;
            Span<byte> salt = stackalloc byte[SaltSize];
            RandomNumberGenerator.Fill(salt);
            var root = keys.Active;
            var name = new DerivedKeyName(algorithm, root.Id, DerivedKeyName.ReadSalt(salt));
            var own = new OwnKey(name, Derive(root, name), time.GetTimestamp(), mostSealsPerSalt);
            own.TryUse(time);
            // What the old salt sealed is still to be opened, and often.
            if (_own is { } old) Remember(old.Name, old.Cipher);
            Volatile.Write(ref _own, own);
            return own;
        }
    }

    private bool IsUsable(OwnKey own) => own.Name.KeyId == keys.Active.Id && own.TryUse(time);

    private static IPayloadCipher Derive(SessionKey root, DerivedKeyName name)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        name.WriteSalt(salt);
        var info = new[] { (byte)name.Algorithm };
        return name.Algorithm switch
        {
            EncryptionAlgorithm.Aes256Gcm =>
                new AesGcmCipher(HKDF.DeriveKey(HashAlgorithmName.SHA256, root.Sealing, AesGcmCipher.KeySize, salt.ToArray(), info)),
            EncryptionAlgorithm.Aes256CbcHmacSha256 =>
                new AesCbcHmacCipher(HKDF.DeriveKey(HashAlgorithmName.SHA256, root.Sealing, AesCbcHmacCipher.KeySize, salt.ToArray(), info)),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name.Algorithm, "No such algorithm."),
        };
    }

    /// <summary>The key that this process seals under, and how much it has been used.</summary>
    internal sealed class OwnKey(DerivedKeyName name, IPayloadCipher cipher, long madeAt, long mostUses)
    {
        private long _uses;

        public DerivedKeyName Name { get; } = name;

        public IPayloadCipher Cipher { get; } = cipher;

        public bool TryUse(TimeProvider time) =>
            Interlocked.Increment(ref _uses) <= mostUses && time.GetElapsedTime(madeAt) < s_saltLifetime;
    }
}

/// <summary>What a sealed value says of the key it is sealed under.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="KeyId">The root key.</param>
/// <param name="Salt">The salt of the process that sealed it.</param>
internal readonly record struct DerivedKeyName(EncryptionAlgorithm Algorithm, uint KeyId, UInt128 Salt)
{
    public void WriteSalt(Span<byte> destination)
    {
        BitConverter.TryWriteBytes(destination, (ulong)(Salt >> 64));
        BitConverter.TryWriteBytes(destination[8..], (ulong)Salt);
    }

    public static UInt128 ReadSalt(ReadOnlySpan<byte> salt) => new(BitConverter.ToUInt64(salt), BitConverter.ToUInt64(salt[8..]));
}
