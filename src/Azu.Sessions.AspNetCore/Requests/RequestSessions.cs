using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions;

/// <summary>The sessions of one HTTP request: loads them, hands them out, commits them, and says in the response what there is to say.</summary>
internal sealed class RequestSessions(HttpContext context, SessionServices services)
    : IJudgedRequest, ISessionRequest, ILoadedSessions, ISessionSource, IResponseGuard, ISessionReadListener, ISessionFeature
{
    private readonly SessionSlot?[] _slots = new SessionSlot?[services.Loaders.Count];
    private ISession? _httpSession;
    private bool _isRunning;
    private bool _isErrorPage;
    private bool _isAwaitingErrorPage;
    private int _featuresToldOf;
    private EndpointMetadataCollection? _judged;

    /// <summary>What the endpoint wants of the session. Changes when the request is executed again for an error page.</summary>
    public SessionPlan Plan { get; private set; } = SessionPlan.Unrouted;

    public ResponseGate? Gate { get; private set; }

    public IFeatureCollection Features => context.Features;

    /// <summary>Null where the request has not come to <c>UseAzuSessions</c>.</summary>
    public static RequestSessions? Of(HttpContext context) => (RequestSessions?)context.Features.Get<IJudgedRequest>();

    /// <summary>Whether anything has read a session: the response is personal.</summary>
    public bool IsRead { get; private set; }

    ISession ISessionFeature.Session
    {
        get => _httpSession ??= new RecordSession(this, services.Loaders[0]);
        set => throw new InvalidOperationException("HttpContext.Session is the session of UseAzuSessions. Remove UseSession, or whatever else replaces it.");
    }

    /// <summary>The pipeline behind us begins, for the endpoint or, after it, for an error page.</summary>
    public void Begin(SessionPlan plan)
    {
        Plan = plan;
        _isRunning = true;
        // The status of an error page is that of what failed before it, and no failure of its own.
        _isErrorPage = context.Response.StatusCode >= StatusCodes.Status500InternalServerError;
        foreach (var slot in _slots) slot?.Handle.State.ReadListener = this;
    }

    /// <summary>Everything that these metadata require is met.</summary>
    public void Judge(EndpointMetadataCollection? metadata) => _judged = metadata;

    public bool HasJudged(EndpointMetadataCollection metadata) => ReferenceEquals(_judged, metadata);

    /// <summary>The pipeline behind us is through. What runs in front of us meets the response as it was, and can only read.</summary>
    public void End()
    {
        _isRunning = false;
        _judged = null;
        if (Gate is { } gate) GateInstaller.Remove(context.Features, gate);
        Gate = null;
        Release();
    }

    /// <summary>Reads the cookie and loads the session of one type, once.</summary>
    public ValueTask<ISessionHandle> LoadAsync(ISessionLoader loader)
    {
        ref var slot = ref SlotOf(loader);
        if (slot is not null) return new(Prepare(slot.Handle, loader));
        if (Plan.IsWithoutSession) throw new InvalidOperationException("The endpoint is marked WithoutSession, so it has none. Remove that to use the session here.");

        var client = loader.NeedsClient ? ClientDescription.Of(context) : null;
        var reading = SessionCookieReader.Read(context.Request, loader.Options, loader.CookieFormat, out var presented);
        if (reading != TokenReading.Valid)
        {
            if (reading != TokenReading.Absent) loader.Metrics.TokenRefused(reading.ToString());
            return new(Take(loader, loader.New(client)));
        }

        var loading = loader.LoadAsync(presented, client, PolicyOf(loader), context.RequestAborted);
        return loading.IsCompletedSuccessfully ? new(Take(loader, loading.Result)) : AwaitAsync(loader, loading);
    }

    public ValueTask<ISessionHandle> LoadAsync(Type dataType) => LoadAsync(services.LoaderOf(dataType));

    IEnumerable<ISessionHandle> ILoadedSessions.Loaded => _slots.OfType<SessionSlot>().Select(s => s.Handle);

    /// <summary>The session of a type, where it is loaded.</summary>
    public ISessionHandle? Loaded(ISessionLoader loader)
    {
        var handle = SlotOf(loader)?.Handle;
        // In front of us, on the way back, no handle reports what is read of it.
        if (handle is not null && !_isRunning) NoteRead();
        return handle;
    }

    public ISessionHandle Get(Type dataType)
    {
        var loader = services.LoaderOf(dataType);
        if (Loaded(loader) is { } handle) return handle;
        throw new InvalidOperationException(Plan.IsWithoutSession
            ? "The endpoint is marked WithoutSession, so it has none. Remove that to use the session here."
            : $"The session of {dataType.Name} is not loaded here. Use await context.GetSessionAsync<{dataType.Name}>(), or name the type on the endpoint with WithSession(typeof({dataType.Name})).");
    }

    /// <summary>The response depends on the session, whatever of it the endpoint has read.</summary>
    public void NoteRead()
    {
        // A cache between us and what reads comes later than an earlier read: it is told as soon as there is one.
        var features = context.Features.Revision;
        if (IsRead && features == _featuresToldOf) return;
        // Behind us response caching may follow. In front of us the headers are read when the response starts.
        if (!IsRead && _isRunning) PersonalResponse.KeepOutOfResponseCache(context.Response);
        IsRead = true;
        PersonalResponse.KeepOutOfOutputCache(context);
        if (!_isRunning && !context.Response.HasStarted) PersonalResponse.SetHeaders(context.Response);
        _featuresToldOf = context.Features.Revision;
    }

    public async ValueTask<bool> CommitAsync()
    {
        try
        {
            foreach (var slot in _slots)
            {
                if (slot is null) continue;
                try
                {
                    await CommitAsync(slot);
                }
                catch (SessionExpiredException) when (slot.Loader.Options.OnGone == GoneMode.Discard)
                {
                    slot.Discard();
                }
            }
        }
        catch (Exception e) when (SessionFailures.For(e, services.RetryAfter) is { } failure)
        {
            services.Limited.CommitFailed(failure.StatusCode, e);
            Revert();
            await FailAsync(failure);
            return false;
        }

        await SetHeadAsync();
        return true;
    }

    /// <summary>Answers with a failure in place of the endpoint.</summary>
    public async ValueTask FailAsync(SessionFailure failure)
    {
        FailureAnswer.SetHead(context.Response, failure);
        PersonalResponse.KeepOutOfOutputCache(context);
        await SetCookiesAsync();
        // A page of the application can read the session. A change could not be stored any more.
        foreach (var slot in _slots) slot?.Handle.State.IsCommitted = true;

        // What writes the answer must not wait for the gate, which waits for the answer.
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var inner = Gate?.Inner ?? body;
        Gate?.Drop();
        context.Features.Set(inner);
        try
        {
            await services.Failures.SendAsync(context, failure);
            await inner.CompleteAsync();
        }
        finally
        {
            context.Features.Set(body);
        }
    }

    public async Task DropChangesOfAsync(Func<Task> callbacks)
    {
        foreach (var slot in _slots) slot?.Reopen(this);
        try
        {
            await callbacks();
        }
        finally
        {
            foreach (var slot in _slots) slot?.Discard();
            if (!_isRunning) Release();
        }

        await SetCookiesAsync();
    }

    /// <summary>Drops what the request changed and has not sent: an exception left the endpoint.</summary>
    public void Revert()
    {
        Gate?.Fail();
        PersonalResponse.RemoveDate(context.Response);
        foreach (var slot in _slots) slot?.Handle.Revert();
    }

    /// <summary>
    /// Whoever answers in place of the endpoint, the cookie of a sign-in or sign-out goes with it. (An answer that the server itself makes has
    /// no headers.)
    /// </summary>
    public void SendCookiesWithErrorPage()
    {
        if (_isAwaitingErrorPage) return;
        _isAwaitingErrorPage = true;
        context.Response.OnStarting(static self => ((RequestSessions)self).SetCookiesAsync().AsTask(), this);
    }

    private void Release()
    {
        foreach (var slot in _slots) slot?.Release();
    }

    private ValueTask CommitAsync(SessionSlot slot)
    {
        var state = slot.Handle.State;
        // What the endpoint itself calls a failure stores nothing; neither does a visitor whose browser could not keep the cookie.
        var isRefused = (context.Response.StatusCode >= StatusCodes.Status500InternalServerError && !_isErrorPage) || (state.Record is null && !services.CookieOf(slot.Loader).MaySet(context));
        if (!isRefused || state.UnconfirmedRemoval is not null) return slot.Handle.CommitAsync();
        slot.Discard();
        return default;
    }

    private ValueTask SetHeadAsync()
    {
        if (context.Response.HasStarted)
        {
            if (_slots.Any(s => s?.Handle.State.Cookie.Kind is CookieChangeKind.Set or CookieChangeKind.Remove)) services.Log.CookieTooLate(LogText.Clean(context.Request.Path.Value ?? ""));
            return default;
        }

        // A cache between the sessions and the endpoint comes later than a read in front of it, so it is told here, at the first byte.
        if (IsRead) PersonalResponse.Mark(context);
        return SetCookiesAsync();
    }

    private ValueTask SetCookiesAsync() => ResponseCookies.SetAsync(context, services, _slots);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ISessionHandle> AwaitAsync(ISessionLoader loader, ValueTask<ISessionHandle> loading) => Take(loader, await loading);

    private ISessionHandle Take(ISessionLoader loader, ISessionHandle handle)
    {
        // Where no endpoint was matched, what is asked for here can be injected from here on.
        if (ReferenceEquals(Plan, SessionPlan.Unrouted)) context.RequestServices.GetRequiredService<SessionScope>().Request = this;
        SlotOf(loader) = new(loader, handle);
        Prepare(handle, loader);
        handle.State.IsCommitted = Gate is not { IsClosed: true };
        return handle;
    }

    /// <summary>Fits a session to the plan of the endpoint, the first one or that of an error page, and guards the response.</summary>
    private ISessionHandle Prepare(ISessionHandle handle, ISessionLoader loader)
    {
        var state = handle.State;
        if (_isRunning) state.ReadListener = this;
        else NoteRead();
        state.IsReadOnly = Plan.Access.HasFlag(SessionAccess.ReadOnly);
        state.IsPassive = Plan.Access.HasFlag(SessionAccess.Passive);
        state.FailureMode = FailureModeOf(loader);
        if (Gate is not null || !_isRunning || context.Response.HasStarted) return handle;
        Gate = GateInstaller.Install(this);
        foreach (var slot in _slots) slot?.Handle.State.IsCommitted = false;
        return handle;
    }

    private StoreFailureMode FailureModeOf(ISessionLoader loader) =>
        Plan.OnStoreFailure ?? (Plan.RequirementOf(loader) is not null ? StoreFailureMode.FailClosed : loader.Options.OnStoreFailure ?? StoreFailureMode.FailOnWrite);

    private StalenessPolicy PolicyOf(ISessionLoader loader) => WriteMarker.IsOn(context.Request, loader) ? PlannedPolicyOf(loader) | StalenessPolicy.Fresh : PlannedPolicyOf(loader);

    private StalenessPolicy PlannedPolicyOf(ISessionLoader loader) =>
        Plan.IsFresh ? StalenessPolicy.Fresh
        // Endpoints that require a recent sign-in never accept a stale copy.
        : FailureModeOf(loader) == StoreFailureMode.ServeStale && Plan.RequirementOf(loader)?.MaxSignInAge is null ? StalenessPolicy.StaleOnOutage
        : StalenessPolicy.None;

    private ref SessionSlot? SlotOf(ISessionLoader loader) => ref _slots[services.IndexOf(loader)];
}
