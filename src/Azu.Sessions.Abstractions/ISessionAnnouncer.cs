namespace Azu.Sessions;

/// <summary>
/// Writes the messages with which an <see cref="IAnnouncingStore"/> tells every node what changed. To the store they are opaque: at most
/// <see cref="MaxMessageLength"/> bytes of any value, authenticated by their writer. Each is written for one write and published with it, also
/// when that is repeated.
/// </summary>
public interface ISessionAnnouncer
{
    /// <summary>No message is longer than this: 128 bytes. In base64 that is still far from what a PostgreSQL notification holds.</summary>
    public const int MaxMessageLength = 128;

    /// <summary>A session is about to have this version: <see cref="SessionRecord.Version"/> of the record that is written.</summary>
    byte[] Updated(SessionId id, long version);

    /// <summary>A session is about to be gone.</summary>
    byte[] Removed(SessionId id);
}
