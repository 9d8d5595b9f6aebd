using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// Under which ids a list of revocations keeps its records. A subject's is a digest, so that no session can have it as its id. The application and the
/// cookie are part of it, so that session types may share a store for their lists.
/// </summary>
internal sealed class RevocationNames(string application, string cookie)
{
    private readonly byte[] _prefix = [.. "azu.revocations.v1"u8, .. LengthPrefix.Of(application), .. LengthPrefix.Of(cookie)];

    public SessionId Of(string subject)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. _prefix, .. LengthPrefix.Of(subject)], digest);
        return new(digest[..SessionId.Size]);
    }
}
