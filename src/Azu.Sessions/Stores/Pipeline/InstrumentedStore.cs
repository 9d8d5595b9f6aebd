using System.Diagnostics;

namespace Azu.Sessions;

/// <summary>Measures and traces the calls to a store. Without a listener it hands them on as they are.</summary>
internal sealed class InstrumentedStore(ISessionStore store, SessionMetrics metrics) : ISessionStore
{
    private static readonly ActivitySource s_source = new(SessionMetrics.MeterName);

    public string Name => store.Name;

    public SessionCapabilities Capabilities => store.Capabilities;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) => IsObserved
        ? ObserveAsync("find", id, id,
            static (store, id, token) => store.FindAsync(id, token),
            static found => found is null ? "absent" : "found", cancellationToken)
        : store.FindAsync(id, cancellationToken);

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => IsObserved
        ? ObserveAsync("create", record.Id, record,
            static (store, record, token) => store.CreateAsync(record, token),
            static created => created ? "created" : "exists", cancellationToken)
        : store.CreateAsync(record, cancellationToken);

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) => IsObserved
        ? ObserveAsync("update", record.Id, (record, expectedVersion),
            static (store, call, token) => store.UpdateAsync(call.record, call.expectedVersion, token), Outcome, cancellationToken)
        : store.UpdateAsync(record, expectedVersion, cancellationToken);

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        IsObserved
        ? ObserveAsync("touch", id, (id, lastSeenAt, expiresAt),
            static (store, call, token) => store.TouchAsync(call.id, call.lastSeenAt, call.expiresAt, token),
            static touched => touched ? "touched" : "absent", cancellationToken)
        : store.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken);

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) => IsObserved
        ? ObserveAsync("remove", id, (id, condition, reason, actor),
            static (store, call, token) => store.RemoveAsync(call.id, call.condition, call.reason, call.actor, token),
            static removed => removed.IsRemoved ? "removed" : "absent", cancellationToken)
        : store.RemoveAsync(id, condition, reason, actor, cancellationToken);

    private bool IsObserved => metrics.MeasuresStore || s_source.HasListeners();

    // The call comes as an argument and not in a closure, which would be made also without a listener.
    private async ValueTask<T> ObserveAsync<T, TCall>(
        string operation, SessionId id, TCall call, Func<ISessionStore, TCall, CancellationToken, ValueTask<T>> ask, Func<T, string> name,
            CancellationToken cancellationToken)
    {
        using var activity = s_source.StartActivity($"session {operation}", ActivityKind.Client);
        activity?.SetTag("azu.session.id", id.ToString()).SetTag("azu.session.store", store.Name);
        var start = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            var result = await ask(store, call, cancellationToken);
            outcome = name(result);
            return result;
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
        finally
        {
            activity?.SetTag("azu.session.outcome", outcome);
            metrics.StoreCall(store.Name, operation, outcome, Stopwatch.GetElapsedTime(start));
        }
    }

    private static string Outcome(UpdateResult result) => result.Outcome switch
    {
        UpdateOutcome.Updated => "updated",
        UpdateOutcome.Conflict => "conflict",
        _ => "gone",
    };
}
