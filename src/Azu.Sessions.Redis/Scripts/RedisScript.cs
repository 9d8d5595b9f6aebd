using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Azu.Sessions.Redis;

/// <summary>
/// A script, and the digest by which a server that has it knows it. The client could find the digest by the text; but to look a text up means to
/// hash all of it, at every call.
/// </summary>
internal sealed class RedisScript(string text)
{
    public string Text { get; } = text;

    public byte[] Digest { get; } = DigestOf(text);

    /// <summary>The digest as the command EVALSHA takes it.</summary>
    public string Name { get; } = Convert.ToHexStringLower(DigestOf(text));

    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "It is how Redis names scripts; nothing rests on it.")]
    private static byte[] DigestOf(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
}
