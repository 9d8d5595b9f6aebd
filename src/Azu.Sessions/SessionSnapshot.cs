using System.Text.Json;

namespace Azu.Sessions;

/// <summary>A stored session as it was at one moment, seen from outside a request. Changing its data changes nothing that is stored.</summary>
public sealed class SessionSnapshot<TData> where TData : notnull
{
    private readonly SessionRecord _record;
    private readonly SessionCodec _codec;
    private readonly SessionSerializer<TData> _json;
    private TData? _data;
    private bool _isRead;

    internal SessionSnapshot(SessionRecord record, SessionCodec codec, SessionSerializer<TData> json) => (_record, _codec, _json) = (record, codec, json);

    /// <summary>The public name of the session.</summary>
    public SessionId Id => _record.Id;

    /// <summary>The data.</summary>
    /// <exception cref="SessionCorruptedException">It cannot be read.</exception>
    /// <exception cref="SessionStoreUnavailableException">It cannot be read on this node: it is sealed under a key that only other nodes know.</exception>
    public TData Data
    {
        get
        {
            if (_isRead) return _data!;
            _data = ReadData();
            _isRead = true;
            return _data;
        }
    }

    /// <summary>The account that the session belongs to; null for an anonymous one.</summary>
    public string? Subject => _record.Subject;

    /// <summary>Where the subject signed in from; null unless <see cref="AzuSessionsOptions.RecordClient"/> is on.</summary>
    public SessionClient? Client => _record.Client;

    /// <summary>When the session was created.</summary>
    public DateTimeOffset CreatedAt => _record.CreatedAt;

    /// <summary>When the subject last signed in.</summary>
    public DateTimeOffset? SignedInAt => _record.SignedInAt;

    /// <summary>When the session was last used, exact to the touch interval.</summary>
    public DateTimeOffset LastSeenAt => _record.LastSeenAt;

    /// <summary>When the session ends unless it is used before.</summary>
    public DateTimeOffset ExpiresAt => _record.ExpiresAt;

    /// <summary>When the session ends however much it is used.</summary>
    public DateTimeOffset? AbsoluteExpiresAt => _record.AbsoluteExpiresAt;

    /// <summary>How many writes the session has seen.</summary>
    public long Version => _record.Version;

    /// <summary>The size of the stored data in bytes.</summary>
    public int PayloadBytes => _record.Payload.Length;

    /// <summary>
    /// Whether <see cref="Data"/> can be read. False: it is damaged, of a version that this node does not know, or under a key that it does not have.
    /// </summary>
    public bool IsReadable
    {
        get
        {
            try
            {
                return Data is not null;
            }
            catch (Exception e) when (e is SessionCorruptedException or SessionStoreUnavailableException)
            {
                return false;
            }
        }
    }

    /// <summary>Names the session and nothing of its content.</summary>
    public override string ToString() => $"session {Id}";

    private TData ReadData()
    {
        try
        {
            return _json.Deserialize(_codec.Read(_record).Data, out _);
        }
        catch (JsonException e)
        {
            throw new SessionCorruptedException(Id, e);
        }
    }
}
