using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Tells every handler, one after the other. Where there is none, nothing is allocated.</summary>
internal sealed class SessionEventDispatcher<TData>(IEnumerable<SessionEvents<TData>> handlers, SessionCodec codec, SessionSerializer<TData> json, ILogger log)
    where TData : notnull
{
    private readonly SessionEvents<TData>[] _handlers = [.. handlers];

    public ValueTask StartedAsync(SessionRecord record) => TellAsync(record, static (h, s) => h.OnStarted(s));

    public ValueTask LoadedAsync(SessionRecord record) => TellAsync(record, static (h, s) => h.OnLoaded(s));

    public ValueTask SentToClientAsync(SessionRecord record) => TellAsync(record, static (h, s) => h.OnSentToClient(s));

    public ValueTask TokenRotatedAsync(SessionRecord record) => TellAsync(record, static (h, s) => h.OnTokenRotated(s));

    public ValueTask NewClientAsync(SessionRecord record) => TellAsync(record, static (h, s) => h.OnNewClient(s));

    public ValueTask EndedAsync(SessionRecord record, SessionEndReason reason) =>
        _handlers.Length == 0 ? default : TellAllAsync(record, (h, s) => h.OnEnded(s, reason));

    public ValueTask RejectedAsync(SessionRecord record, SessionEndReason reason) =>
        _handlers.Length == 0 ? default : TellAllAsync(record, (h, s) => h.OnRejected(s, reason));

    private ValueTask TellAsync(SessionRecord record, Func<SessionEvents<TData>, SessionSnapshot<TData>, ValueTask> tell) =>
        _handlers.Length == 0 ? default : TellAllAsync(record, tell);

    private async ValueTask TellAllAsync(SessionRecord record, Func<SessionEvents<TData>, SessionSnapshot<TData>, ValueTask> tell)
    {
        var snapshot = new SessionSnapshot<TData>(record, codec, json);
        foreach (var handler in _handlers)
        {
            try
            {
                await tell(handler, snapshot);
            }
            catch (Exception e)
            {
                log.EventHandlerFailed(handler.GetType().Name, record.Id, e);
            }
        }
    }
}
