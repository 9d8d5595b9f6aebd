using System.Text.Json;

namespace Azu.Sessions;

/// <summary>
/// Makes the session of a request from an admitted record, if its content can be read. What else to do is for the caller, which knows how fresh the
/// record is.
/// </summary>
internal sealed class SessionOpener<TData>(SessionOperations<TData> operations, SessionCodec codec, SessionSerializer<TData> json,
    UnreadableProperties unreadable) where TData : notnull
{
    /// <summary>A session that is not stored.</summary>
    public Session<TData> Empty(ClientTraits? client)
    {
        var state = new SessionState(client);
        state.StartFrom(SessionOrigin.New, null, default);
        return new(operations, new(state, json));
    }

    /// <summary>A session that the store could not be asked for.</summary>
    public Session<TData> Unavailable(ParsedToken presented, ClientTraits? client)
    {
        var state = new SessionState(client, presented);
        state.StartFrom(SessionOrigin.Unavailable, null, default);
        return new(operations, new(state, json));
    }

    /// <summary>A session that this node cannot read. Other nodes may: the cookie is left alone, and an explicit sign-in starts a new one.</summary>
    public Session<TData> Unreadable(ParsedToken presented, ClientTraits? client)
    {
        var state = new SessionState(client, presented);
        state.StartUnreadable();
        return new(operations, new(state, json));
    }

    /// <param name="origin">How it was admitted.</param>
    /// <param name="record">The record.</param>
    /// <param name="isCopy">Whether the record is a copy of the near cache.</param>
    /// <param name="presented">The token that it was admitted by.</param>
    /// <param name="client">The client of the request.</param>
    /// <param name="session">The session; null unless the content could be read.</param>
    /// <param name="cause">What is wrong with the content, where that is known.</param>
    public PayloadReading TryOpen(
        SessionOrigin origin, SessionRecord record, bool isCopy, ParsedToken presented, ClientTraits? client, out Session<TData>? session,
            out JsonException? cause)
    {
        (session, cause) = (null, null);
        var state = new SessionState(client, presented);
        try
        {
            var reading = codec.TryRead(record, out var payload);
            if (reading != PayloadReading.Read) return reading;
            state.StartFrom(origin, record, payload, isCopy);
            var data = new DataSection<TData>(json, payload.Data, out var hidden);
            if (hidden is not null) unreadable.Report(record.Id, hidden);
            state.ReadSections();
            session = new(operations, new(state, json, data));
            return PayloadReading.Read;
        }
        catch (JsonException e)
        {
            cause = e;
            return PayloadReading.Corrupted;
        }
    }
}
