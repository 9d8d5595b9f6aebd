namespace Azu.Sessions.Database;

/// <summary>Ids and digests as they stand in a column.</summary>
internal static class StoredBytes
{
    public static byte[] Of(SessionId id)
    {
        var bytes = new byte[SessionId.Size];
        id.WriteTo(bytes);
        return bytes;
    }

    public static byte[] Of(in SecretHash hash)
    {
        var bytes = new byte[SecretHash.Size];
        hash.WriteTo(bytes);
        return bytes;
    }
}
