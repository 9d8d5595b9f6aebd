using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Tests;

/// <summary>Keeps what happened, in order.</summary>
internal sealed class RecordedEvents : SessionEvents<Shop>
{
    private readonly ConcurrentQueue<(string Event, SessionId Id, SessionEndReason? Reason)> _events = new();

    public static IReadOnlyCollection<(string Event, SessionId Id, SessionEndReason? Reason)> Of(TestApp<Shop> app) =>
        app.Services.GetServices<SessionEvents<Shop>>().OfType<RecordedEvents>().Single()._events;

    public override ValueTask OnStarted(SessionSnapshot<Shop> session) => Note(nameof(OnStarted), session);

    public override ValueTask OnLoaded(SessionSnapshot<Shop> session) => Note(nameof(OnLoaded), session);

    public override ValueTask OnSentToClient(SessionSnapshot<Shop> session) => Note(nameof(OnSentToClient), session);

    public override ValueTask OnTokenRotated(SessionSnapshot<Shop> session) => Note(nameof(OnTokenRotated), session);

    public override ValueTask OnEnded(SessionSnapshot<Shop> session, SessionEndReason reason) => Note(nameof(OnEnded), session, reason);

    public override ValueTask OnRejected(SessionSnapshot<Shop> session, SessionEndReason reason) => Note(nameof(OnRejected), session, reason);

    private ValueTask Note(string name, SessionSnapshot<Shop> session, SessionEndReason? reason = null)
    {
        _events.Enqueue((name, session.Id, reason));
        return default;
    }
}
