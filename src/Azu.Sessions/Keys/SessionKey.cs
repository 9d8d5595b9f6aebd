using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>One root key and what is derived from it: its public id, and a subkey per purpose by HKDF-SHA256.</summary>
internal sealed class SessionKey
{
    private readonly byte[] _pseudoRandomKey;
    private readonly ThreadLocal<IncrementalHash> _tokenMac;
    private readonly ThreadLocal<IncrementalHash> _backplaneMac;

    public SessionKey(ReadOnlySpan<byte> root)
    {
        Id = IdOf(root);
        _pseudoRandomKey = HKDF.Extract(HashAlgorithmName.SHA256, root.ToArray(), "azu.sessions.v1"u8.ToArray());
        Sealing = Derive("seal");
        Binding = Derive("binding");
        Device = Derive("device");
        Form = Derive("form");
        _tokenMac = Keyed("ref-mac");
        _backplaneMac = Keyed("backplane-mac");
    }

    /// <summary>The first four bytes of SHA-256("azu.kid.v1" ‖ root), big-endian. Public: it selects the key, nothing is ever tried in turn.</summary>
    public uint Id { get; }

    /// <summary>The subkey from which the keys of sealed values are derived.</summary>
    public byte[] Sealing { get; }

    /// <summary>The subkey for the fingerprints of clients.</summary>
    public byte[] Binding { get; }

    /// <summary>The subkey for device cookies.</summary>
    public byte[] Device { get; }

    /// <summary>The subkey for the hidden fields of forms.</summary>
    public byte[] Form { get; }

    /// <summary>HMAC-SHA256 under the subkey for reference tokens.</summary>
    public void TokenMac(ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, Span<byte> mac) => Compute(_tokenMac, context, message, mac);

    /// <summary>HMAC-SHA256 under the subkey for what nodes tell each other.</summary>
    public void BackplaneMac(ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, Span<byte> mac) => Compute(_backplaneMac, context, message, mac);

    /// <summary>The 32-byte subkey for one purpose.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.Expand(HashAlgorithmName.SHA256, _pseudoRandomKey, 32, System.Text.Encoding.UTF8.GetBytes("azu.sessions.v1|" + purpose));

    /// <summary>The id as people read it.</summary>
    public string Fingerprint => Id.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    public override string ToString() => Fingerprint;

    /// <summary>A hash object per thread under the subkey for one purpose: a new one costs twice the MAC.</summary>
    private ThreadLocal<IncrementalHash> Keyed(string purpose)
    {
        var key = Derive(purpose);
        return new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key));
    }

    private static void Compute(ThreadLocal<IncrementalHash> keyed, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        var hash = keyed.Value!;
        hash.AppendData(context);
        hash.AppendData(message);
        hash.GetHashAndReset(mac);
    }

    private static uint IdOf(ReadOnlySpan<byte> root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("azu.kid.v1"u8);
        hash.AppendData(root);
        return BinaryPrimitives.ReadUInt32BigEndian(hash.GetHashAndReset());
    }
}
