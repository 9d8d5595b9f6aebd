using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Roots derived from the keys of ASP.NET Core Data Protection, which makes, rotates, stores and revokes them. A root is HKDF-SHA256 of a key's
/// master key with
/// <code>
/// info   "azu.sessions.data-protection.v1" ‖ L(discriminator) ‖ L(host)     L(x) = 4-byte big-endian length ‖ UTF-8
/// </code>
/// The label keeps it apart from what Data Protection itself derives, and the names keep applications apart that share keys: by default all of an
/// account do. The discriminator alone is not enough: it is the content root unless set, the same in every container that runs from one folder.
/// </summary>
/// <param name="manager">Holds the keys.</param>
/// <param name="provider">Makes a key where one is due.</param>
/// <param name="discriminator">What Data Protection tells applications apart by; null: nothing.</param>
/// <param name="host">The application's name by its host; null where there is no host.</param>
/// <param name="log">Where to tell of keys that cannot be read.</param>
internal sealed class DataProtectionKeySource(IKeyManager manager, IDataProtectionProvider provider, string? discriminator, string? host, ILogger log)
    : ISessionKeySource
{
    private const int RootBytes = 32;

    private readonly byte[] _info = [.. "azu.sessions.data-protection.v1"u8, .. LengthPrefix.Of(discriminator ?? ""), .. LengthPrefix.Of(host ?? "")];
    private readonly ConcurrentDictionary<Guid, SessionKey> _known = new();

    public SessionKeySet Load(DateTimeOffset now)
    {
        // Data Protection makes a key, or the next one, when something is protected.
        provider.CreateProtector("Azu.Sessions").Protect([]);
        var keys = manager.GetAllKeys().Where(k => !k.IsRevoked).OrderBy(k => k.ActivationDate).Select(k => (Key: k, Root: RootOf(k)))
            .Where(k => k.Root is not null).ToArray();
        if (keys.Length == 0)
            throw new InvalidOperationException("ASP.NET Core Data Protection has no key that can be read here. See to it that " +
                "services.AddDataProtection() persists its keys where this application can read them, or use a Secret instead of UseDataProtection().");

        var active = keys.LastOrDefault(k => k.Key.ActivationDate <= now && k.Key.ExpirationDate > now);
        if (active.Root is null) active = keys.LastOrDefault(k => k.Key.ActivationDate <= now);
        if (active.Root is null) active = keys[0];
        return new(
            active.Root!,
            [.. keys.Where(k => k.Key.ActivationDate > active.Key.ActivationDate).Select(k => k.Root!)],
            [.. keys.Where(k => k.Key.ActivationDate <= active.Key.ActivationDate && k.Key.KeyId != active.Key.KeyId).Select(k => k.Root!)]);
    }

    private SessionKey? RootOf(IKey key)
    {
        if (_known.TryGetValue(key.KeyId, out var known)) return known;
        try
        {
            var master = MasterKeyOf(key.Descriptor.ExportToXml().SerializedDescriptorElement);
            var root = new SessionKey(HKDF.DeriveKey(HashAlgorithmName.SHA256, master, RootBytes, salt: null, info: _info));
            CryptographicOperations.ZeroMemory(master);
            return _known.GetOrAdd(key.KeyId, root);
        }
        catch (Exception e)
        {
            // Encrypted for another machine or account, or of a kind of its own. Data Protection, too, goes on with the keys that it can read.
            log.DataProtectionKeyUnreadable(key.KeyId, e);
            return null;
        }
    }

    private static byte[] MasterKeyOf(XElement descriptor) =>
        descriptor.Element("masterKey")?.Element("value")?.Value is { Length: > 0 } value
            ? Convert.FromBase64String(value)
            : throw new InvalidOperationException("The descriptor of the Data Protection key holds no master key.");
}
