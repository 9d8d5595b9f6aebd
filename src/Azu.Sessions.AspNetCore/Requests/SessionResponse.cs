using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>
/// What the sessions of a request do to its response: commit before the first byte, answer where that fails, set cookies, and keep what is personal out
/// of caches.
/// </summary>
internal sealed class SessionResponse(HttpContext context, SessionServices services, SessionSlot?[] slots) : IResponseGuard, ISessionListener
{
    private bool _isErrorPage;
    private bool _isAwaitingErrorPage;
    private int _featuresToldOf;

    public ResponseGate? Gate { get; private set; }

    /// <summary>Whether the pipeline behind us runs.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether anything has read a session: the response is personal.</summary>
    public bool IsRead { get; private set; }

    public IFeatureCollection Features => context.Features;

    /// <summary>The pipeline behind us begins, for the endpoint or, after it, for an error page.</summary>
    public void Begin()
    {
        IsRunning = true;
        // The status of an error page is that of what failed before it, and no failure of its own.
        _isErrorPage = context.Response.StatusCode >= StatusCodes.Status500InternalServerError;
        foreach (var slot in slots) slot?.Session.State.Listener = this;
    }

    /// <summary>The pipeline behind us is through.</summary>
    public void End()
    {
        IsRunning = false;
        if (Gate is { } gate) GateInstaller.Remove(context.Features, gate);
        Gate = null;
        Release();
    }

    /// <summary>Holds the response back until this session is committed.</summary>
    public void Guard(SessionSlot slot)
    {
        if (IsRunning) slot.Session.State.Listener = this;
        else MarkRead();
        if (Gate is not null || !IsRunning || context.Response.HasStarted) return;
        Gate = GateInstaller.Install(this);
        foreach (var guarded in slots) guarded?.Session.State.IsCommitted = false;
    }

    /// <summary>The response depends on the session, whatever of it the endpoint has read.</summary>
    public void MarkRead()
    {
        // A cache between us and what reads comes later than an earlier read: it is told as soon as there is one.
        var features = context.Features.Revision;
        if (IsRead && features == _featuresToldOf) return;
        // Behind us response caching may follow. In front of us the headers are read when the response starts.
        if (!IsRead && IsRunning) PersonalResponse.KeepOutOfResponseCache(context.Response);
        IsRead = true;
        PersonalResponse.KeepOutOfOutputCache(context);
        if (!IsRunning && !context.Response.HasStarted) PersonalResponse.SetHeaders(context.Response);
        _featuresToldOf = context.Features.Revision;
    }

    /// <summary>A sign-in or a sign-out counts for the rest of this request too.</summary>
    public ValueTask SubjectChangedAsync(Type dataType) =>
        services.Schemes.Of(dataType) is { } scheme && IsRunning ? RequestUser.ChangeAsync(context, scheme, services.Schemes.IsDefault(scheme)) : default;

    public async ValueTask<bool> CommitAsync()
    {
        try
        {
            foreach (var slot in slots)
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
        foreach (var slot in slots) slot?.Session.State.IsCommitted = true;

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
        foreach (var slot in slots) slot?.Reopen(this);
        try
        {
            await callbacks();
        }
        finally
        {
            foreach (var slot in slots) slot?.Discard();
            if (!IsRunning) Release();
        }

        await SetCookiesAsync();
    }

    /// <summary>Drops what the request changed and has not sent: an exception left the endpoint.</summary>
    public void Revert()
    {
        Gate?.Fail();
        PersonalResponse.RemoveDate(context.Response);
        foreach (var slot in slots) slot?.Session.Revert();
    }

    /// <summary>
    /// Whatever answers in place of the endpoint, the cookie of a sign-in or sign-out goes with it. (An answer that the server itself makes has
    /// no headers.)
    /// </summary>
    public void SendCookiesWithErrorPage()
    {
        if (_isAwaitingErrorPage) return;
        _isAwaitingErrorPage = true;
        context.Response.OnStarting(static self => ((SessionResponse)self).SetCookiesAsync().AsTask(), this);
    }

    private void Release()
    {
        foreach (var slot in slots) slot?.Release();
    }

    private ValueTask CommitAsync(SessionSlot slot)
    {
        var state = slot.Session.State;
        // What the endpoint itself calls a failure stores nothing; neither does a visitor whose browser could not keep the cookie.
        var isRefused = (context.Response.StatusCode >= StatusCodes.Status500InternalServerError && !_isErrorPage)
            || (state.Record is null && !services.CookieOf(slot.Loader).MaySet(context));
        if (!isRefused || state.UnconfirmedRemoval is not null) return slot.Session.CommitAsync();
        slot.Discard();
        return default;
    }

    private ValueTask SetHeadAsync()
    {
        if (context.Response.HasStarted)
        {
            if (slots.Any(s => s?.Session.State.Actions.Cookie.Kind is CookieChangeKind.Set or CookieChangeKind.Remove))
                services.Log.CookieTooLate(LogText.Clean(context.Request.Path.Value ?? ""));
            return default;
        }

        // A cache between the sessions and the endpoint comes later than a read in front of it, so it is told here, at the first byte.
        if (IsRead) PersonalResponse.Mark(context);
        return SetCookiesAsync();
    }

    private ValueTask SetCookiesAsync() => ResponseCookies.SetAsync(context, services, slots);
}
