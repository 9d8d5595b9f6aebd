namespace Azu.Sessions;

/// <summary>What one request works on: the state of its session, and the typed data.</summary>
internal sealed class SessionContext<TData>(SessionState state, SessionSerializer<TData> json, DataSection<TData> data) where TData : notnull
{
    /// <summary>A session without data.</summary>
    public SessionContext(SessionState state, SessionSerializer<TData> json) : this(state, json, new(json, default)) { }

    public SessionState State => state;

    public DataSection<TData> Data { get; private set; } = data;

    /// <summary>As it was loaded or last stored.</summary>
    public void Revert()
    {
        State.Revert();
        Data = new(json, State.Payload.Data);
    }

    /// <summary>The store has the record with this content.</summary>
    /// <param name="stored">The record.</param>
    /// <param name="payload">Its content.</param>
    /// <param name="isMerged">Whether it holds more than this request's own changes.</param>
    public void Accept(SessionRecord stored, SessionPayload payload, bool isMerged)
    {
        State.Accept(stored, payload);
        Data.Accept(payload.Data, isMerged);
        State.Actions.Touch = false;
    }

    /// <summary>A new, empty session from here on. Nothing of what the request changed before is left.</summary>
    public void StartEmpty()
    {
        State.StartFrom(SessionOrigin.New, null, default);
        Data = new(json, default);
    }

    /// <summary>The session is over, or may be: a new, empty one from here on, and the browser's cookie goes.</summary>
    public void End()
    {
        State.MarkWritten();
        StartEmpty();
        State.Actions.Cookie = CookieChange.Remove;
    }
}
