using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions;

/// <summary>The sessions of one HTTP request, one for each type: loads them, and hands them out.</summary>
internal sealed class RequestSessions : ICheckedRequest, ISessionRequest, ILoadedSessions, ISessionSource, ISessionFeature
{
    private readonly HttpContext _context;
    private readonly SessionServices _services;
    private readonly SessionSlot?[] _slots;
    private ISession? _httpSession;
    private EndpointMetadataCollection? _met;

    public RequestSessions(HttpContext context, SessionServices services)
    {
        (_context, _services) = (context, services);
        _slots = new SessionSlot?[services.Loaders.Count];
        Response = new(context, services, _slots);
    }

    /// <summary>What the endpoint wants of the session. Changes when the request is executed again for an error page.</summary>
    public SessionPlan Plan { get; private set; } = SessionPlan.Unrouted;

    public SessionResponse Response { get; }

    /// <summary>Null where the request has not come to <c>UseAzuSessions</c>.</summary>
    public static RequestSessions? Of(HttpContext context) => (RequestSessions?)context.Features.Get<ICheckedRequest>();

    ISession ISessionFeature.Session
    {
        get => _httpSession ??= new RecordSession(this, _services.Loaders[0]);
        set => throw new InvalidOperationException("HttpContext.Session is the session of UseAzuSessions. Remove UseSession, or whatever else replaces it.");
    }

    IEnumerable<IRequestSession> ILoadedSessions.Loaded => _slots.OfType<SessionSlot>().Select(s => s.Session);

    /// <summary>The pipeline behind us begins, for the endpoint or, after it, for an error page.</summary>
    public void Begin(SessionPlan plan)
    {
        Plan = plan;
        Response.Begin();
    }

    /// <summary>Everything that these metadata require is met.</summary>
    public void MarkMet(EndpointMetadataCollection? metadata) => _met = metadata;

    public bool Meets(EndpointMetadataCollection metadata) => ReferenceEquals(_met, metadata);

    /// <summary>The pipeline behind us is through. What runs in front of us meets the response as it was, and can only read.</summary>
    public void End()
    {
        _met = null;
        Response.End();
    }

    /// <summary>Reads the cookie and loads the session of one type, once.</summary>
    public ValueTask<IRequestSession> LoadAsync(ISessionLoader loader)
    {
        ref var slot = ref SlotOf(loader);
        if (slot is not null) return new(Prepare(slot));
        if (Plan.IsWithoutSession) throw new InvalidOperationException("The endpoint is marked WithoutSession, so it has none. Remove that to use the " +
            "session here.");

        var client = loader.NeedsClient ? ClientDescription.Of(_context) : null;
        var reading = SessionCookieReader.Read(_context.Request, loader.Options, loader.CookieFormat, out var presented);
        if (reading != TokenReading.Valid)
        {
            if (reading != TokenReading.Absent) loader.Metrics.TokenRefused(reading.ToString());
            return new(Take(loader, loader.New(client)));
        }

        var loading = loader.LoadAsync(presented, client, StalenessOf(loader), _context.RequestAborted);
        return loading.IsCompletedSuccessfully ? new(Take(loader, loading.Result)) : AwaitAsync(loader, loading);
    }

    public ISessionLoader LoaderOf(Type dataType) => _services.LoaderOf(dataType);

    /// <summary>Whether the store could not be asked for the session of a type.</summary>
    public bool IsUnavailable(ISessionLoader loader) => SlotOf(loader) is { Session.State.Origin: SessionOrigin.Unavailable };

    /// <summary>When to try again, where a policy asks for the user of a session that the store could not be asked for. Null: it does not.</summary>
    public TimeSpan? RetryAfterFor(AuthorizationPolicy policy)
    {
        foreach (var loader in _services.Loaders)
        {
            if (IsUnavailable(loader) && _services.Schemes.Of(loader.DataType) is { } scheme && _services.Schemes.IsAskedBy(policy, scheme))
                return loader.RetryAfter;
        }

        return null;
    }

    public ValueTask<IRequestSession> LoadAsync(Type dataType) => LoadAsync(_services.LoaderOf(dataType));

    /// <summary>The session of a type, where it is loaded.</summary>
    public IRequestSession? Loaded(ISessionLoader loader)
    {
        var session = SlotOf(loader)?.Session;
        // In front of us, on the way back, no session reports what is read of it.
        if (session is not null && !Response.IsRunning) Response.MarkRead();
        return session;
    }

    /// <summary>The session of the default type, which the endpoint has.</summary>
    public IRequestSession Default() => Get(_services.Loaders[0]);

    public IRequestSession Get(Type dataType) => Get(_services.LoaderOf(dataType));

    private IRequestSession Get(ISessionLoader loader)
    {
        var dataType = loader.DataType;
        if (Loaded(loader) is { } session) return session;
        throw new InvalidOperationException(Plan.IsWithoutSession
            ? "The endpoint is marked WithoutSession, so it has none. Remove that to use the session here."
            : $"The session of {dataType.Name} is not loaded here. Use await context.GetSessionAsync<{dataType.Name}>(), or name the type on the endpoint " +
                $"with WithSession(typeof({dataType.Name})).");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<IRequestSession> AwaitAsync(ISessionLoader loader, ValueTask<IRequestSession> loading) => Take(loader, await loading);

    private IRequestSession Take(ISessionLoader loader, IRequestSession session)
    {
        // Where no endpoint was matched, what is asked for here can be injected from here on.
        if (ReferenceEquals(Plan, SessionPlan.Unrouted)) _context.RequestServices.GetRequiredService<SessionScope>().Request = this;
        Prepare(SlotOf(loader) = new(loader, session));
        session.State.IsCommitted = Response.Gate is not { IsClosed: true };
        return session;
    }

    /// <summary>Fits a session to the plan of the endpoint, the first one or that of an error page, and guards the response.</summary>
    private IRequestSession Prepare(SessionSlot slot)
    {
        slot.Session.State.Policy = new(
            Plan.Access.HasFlag(SessionAccess.ReadOnly), Plan.Access.HasFlag(SessionAccess.Passive), FailureModeOf(slot.Loader));
        Response.Guard(slot);
        return slot.Session;
    }

    private StoreFailureMode FailureModeOf(ISessionLoader loader) =>
        Plan.OnStoreFailure ?? (Plan.RequirementOf(loader) is not null
            ? StoreFailureMode.FailClosed
            : loader.Options.OnStoreFailure ?? StoreFailureMode.FailOnWrite);

    private StalenessPolicy StalenessOf(ISessionLoader loader) =>
        WriteMarker.IsOn(_context.Request, loader) ? PlannedStalenessOf(loader) | StalenessPolicy.Fresh : PlannedStalenessOf(loader);

    private StalenessPolicy PlannedStalenessOf(ISessionLoader loader) =>
        Plan.IsFresh ? StalenessPolicy.Fresh
        // Endpoints that require a recent sign-in never accept a stale copy.
        : FailureModeOf(loader) == StoreFailureMode.ServeStale && Plan.RequirementOf(loader)?.MaxSignInAge is null ? StalenessPolicy.StaleOnOutage
        : StalenessPolicy.None;

    private ref SessionSlot? SlotOf(ISessionLoader loader) => ref _slots[_services.IndexOf(loader)];
}
