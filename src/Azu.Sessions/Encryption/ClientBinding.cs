using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>How a client compares with the one that a session is bound to.</summary>
internal enum BindingMatch
{
    /// <summary>The same, or sessions are not bound.</summary>
    Matches,

    /// <summary>The same, by a fingerprint under an older key, which the next write should replace.</summary>
    MatchesOutdated,

    /// <summary>Another one, or one that does not show itself.</summary>
    Mismatch,

    /// <summary>The fingerprint is under a key that this node does not know.</summary>
    UnknownKey,
}

/// <summary>
/// Makes and compares the fingerprints that sessions are bound by:
/// <code>
/// 0   4  key id
/// 4  16  HMAC-SHA256(K_binding, session id ‖ L(address part) ‖ L(user agent)), first 16 bytes
/// </code>
/// The session id is the salt: two sessions of one client have nothing in common. Pure.
/// </summary>
internal sealed class ClientBinding(KeyRing keys, SessionBindingOptions options)
{
    private const int MacAt = sizeof(uint);
    private const int MacLength = 16;
    private const int Ipv4Bytes = 3, Ipv6Bytes = 7;

    public bool IsEnabled => options.IsEnabled;

    public BindingMismatchMode OnMismatch => options.OnMismatch;

    /// <summary>
    /// The fingerprint of a client for a session, under the active key; empty where sessions are not bound, or the client does not show itself.
    /// </summary>
    public ReadOnlyMemory<byte> Fingerprint(SessionId id, ClientTraits? client) => Fingerprint(keys.Active, id, client) ?? default(ReadOnlyMemory<byte>);

    /// <summary>Whether a session that this client begins will admit it again.</summary>
    public bool CanBind(ClientTraits? client) => !options.IsEnabled || options.OnMismatch == BindingMismatchMode.Report || PropertiesOf(client) is not null;

    public BindingMatch Compare(SessionRecord record, ClientTraits? client)
    {
        if (!options.IsEnabled) return BindingMatch.Matches;
        if (record.Fingerprint.Length != MacAt + MacLength) return BindingMatch.Mismatch;
        if (!keys.TryFind(BinaryPrimitives.ReadUInt32BigEndian(record.Fingerprint.Span), out var key)) return BindingMatch.UnknownKey;
        if (Fingerprint(key, record.Id, client) is not { } expected
            || !CryptographicOperations.FixedTimeEquals(expected, record.Fingerprint.Span))
            return BindingMatch.Mismatch;
        return keys.IsOutdated(key) ? BindingMatch.MatchesOutdated : BindingMatch.Matches;
    }

    private byte[]? Fingerprint(SessionKey key, SessionId id, ClientTraits? client)
    {
        if (!options.IsEnabled || PropertiesOf(client) is not { } properties) return null;
        var message = new byte[SessionId.Size + properties.Length];
        id.WriteTo(message);
        properties.CopyTo(message, SessionId.Size);
        var fingerprint = new byte[MacAt + MacLength];
        BinaryPrimitives.WriteUInt32BigEndian(fingerprint, key.Id);
        HMACSHA256.HashData(key.Binding, message).AsSpan(0, MacLength).CopyTo(fingerprint.AsSpan(MacAt));
        return fingerprint;
    }

    /// <summary>What is bound of a client; null where it does not show all of it.</summary>
    private byte[]? PropertiesOf(ClientTraits? client)
    {
        if (client is null) return null;
        var address = options.IpAddress == AddressBinding.Off ? "" : AddressPart(client.Address);
        var agent = options.UserAgent ? client.UserAgent : "";
        return address is null || (options.UserAgent && string.IsNullOrEmpty(agent)) ? null : [.. LengthPrefix.Of(address), .. LengthPrefix.Of(agent!)];
    }

    private string? AddressPart(IPAddress? address)
    {
        if (address is null) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        var isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        var length = options.IpAddress == AddressBinding.Exact ? bytes.Length : isV4 ? Ipv4Bytes : Ipv6Bytes;
        return (isV4 ? "4:" : "6:") + Convert.ToHexString(bytes.AsSpan(0, length));
    }
}
