namespace Azu.Sessions;

/// <summary>What one request works on: the state of its session, and the typed data.</summary>
internal sealed class SessionWork<TData>(SessionState state, DataSection<TData> data) where TData : notnull
{
    public SessionState State { get; } = state;

    public DataSection<TData> Data { get; private set; } = data;

    /// <summary>As it was loaded or last stored.</summary>
    public void Revert(SessionSerializer<TData> json)
    {
        State.Revert();
        Data = new(json, State.Payload.Data, out _);
    }

    /// <summary>The record, with this content, now stands as stored.</summary>
    /// <param name="stored">The record.</param>
    /// <param name="payload">Its content.</param>
    /// <param name="isMerged">Whether it holds more than this request's own changes.</param>
    public void Accept(SessionRecord stored, SessionPayload payload, bool isMerged)
    {
        State.Accept(stored, payload);
        Data.Accept(payload.Data, isMerged);
        State.IsTouchWanted = false;
    }

    /// <summary>A new, empty session from here on; nothing of what the request changed before is left.</summary>
    public void StartAnew(SessionSerializer<TData> json)
    {
        State.StartFrom(SessionOrigin.New, null, default);
        Data = new(json, default, out _);
    }
}
