using System.Text.Json;

namespace Azu.Sessions;

/// <summary>Makes the handle of an admitted record, if its content can be read. Refuses nothing and tells nobody: that is for who knows how fresh the record is.</summary>
internal readonly struct SessionOpener<TData>(SessionEngine<TData> engine) where TData : notnull
{
    /// <param name="origin">How it was admitted.</param>
    /// <param name="record">The record.</param>
    /// <param name="presented">The token that it was admitted by.</param>
    /// <param name="client">The client of the request.</param>
    /// <param name="handle">The session; null unless the content could be read.</param>
    /// <param name="cause">What is wrong with the content, where that is known.</param>
    public PayloadReading TryOpen(SessionOrigin origin, SessionRecord record, ParsedToken presented, ClientTraits? client, out Session<TData>? handle, out JsonException? cause)
    {
        (handle, cause) = (null, null);
        var state = new SessionState { Client = client, Presented = presented };
        try
        {
            var reading = engine.Codec.TryRead(record, out var payload);
            if (reading != PayloadReading.Read) return reading;
            state.StartFrom(origin, record, payload);
            var data = new DataSection<TData>(engine.Json, payload.Data, out var hidden);
            if (hidden is not null) engine.Hidden.Report(record.Id, hidden);
            state.ReadSections();
            handle = new(engine, new(state, data));
            return PayloadReading.Read;
        }
        catch (JsonException e)
        {
            cause = e;
            return PayloadReading.Corrupted;
        }
    }
}
