using System.Text.Json;

namespace Azu.Sessions;

/// <summary>
/// Makes the session of a request from an admitted record, if its content can be read. What else to do is for the caller, which knows how fresh the
/// record is.
/// </summary>
/// <param name="operations">What a session can do.</param>
/// <param name="codec">Opens payloads.</param>
/// <param name="json">Reads the data, when it is first asked for.</param>
/// <param name="unreadable">Reports properties that do not fit the type.</param>
/// <param name="isChecking">
/// Whether documents are looked through before a session is admitted. What this process keeps in memory, or what proves its origin, is as it was written.
/// </param>
internal sealed class SessionOpener<TData>(SessionOperations<TData> operations, SessionCodec codec, SessionSerializer<TData> json,
    UnreadableProperties unreadable, bool isChecking) where TData : notnull
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
            if (isChecking && !JsonDocumentShape.IsObject(payload.Data.Span)) return PayloadReading.Corrupted;
            state.StartFrom(origin, record, payload, isCopy);
            var data = new DataSection<TData>(json, payload.Data, unreadable, record.Id);
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
