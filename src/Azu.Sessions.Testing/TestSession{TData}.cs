using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Azu.Sessions.Testing;

/// <summary>
/// A visitor of a unit test and the session of its current request. Hand <see cref="Session"/> to the code under test, and see with
/// <see cref="NextRequestAsync"/> what was stored. It belongs to one test and is not thread-safe.
/// </summary>
/// <typeparam name="TData">What the application keeps.</typeparam>
public sealed class TestSession<TData> : ILoadedSessions, IAsyncDisposable where TData : notnull
{
    private readonly ServiceProvider _services;
    private readonly SessionEngine<TData> _engine;
    private readonly SessionManager<TData> _manager;
    private Session<TData> _session;
    private string? _token;

    internal TestSession(ServiceProvider services, FakeTimeProvider clock)
    {
        _services = services;
        Clock = clock;
        _engine = services.GetRequiredService<SessionEngine<TData>>();
        _manager = services.GetRequiredService<SessionManager<TData>>();
        _session = _engine.Loader.New(client: null);
    }

    /// <summary>The session of the current request: what the application has injected into it.</summary>
    public Session<TData> Session
    {
        get
        {
            EnterRequest();
            return _session;
        }
    }

    /// <summary>The sessions from outside the request, for code that takes a <see cref="SessionManager{TData}"/>.</summary>
    public SessionManager<TData> Manager
    {
        get
        {
            EnterRequest();
            return _manager;
        }
    }

    /// <summary>
    /// The clock of these sessions, for code that takes a <see cref="TimeProvider"/>. It begins at the real time and stands still until the test moves it.
    /// </summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>
    /// Ends the current request as the middleware does, which stores what it changed. Then loads the session of the same visitor's next request,
    /// which is empty where the session has ended. The handle of the request before can only be read from here on.
    /// </summary>
    /// <param name="after">
    /// How much time passes between the two requests. A session is admitted for 5 seconds past its end, because the clocks of two nodes may differ.
    /// </param>
    /// <returns>The session of the next request, which is <see cref="Session"/> now.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is negative.</exception>
    /// <exception cref="SessionException">
    /// What the request changed could not be stored: a client would have got a 409 or a 503. The next call begins a new request all the same.
    /// </exception>
    public async ValueTask<Session<TData>> NextRequestAsync(TimeSpan after = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        IRequestSession ending = _session;
        // A request that outlasts its session may still extend it. A test that moves the clock that far means that the session expires.
        if (_session.IsExpired) ending.State.Policy = ending.State.Policy with { IsPassive = true };
        // Where it fails, it counts as committed all the same: the next call begins a new request.
        await ending.CommitAsync();
        var cookie = ending.State.Actions.Cookie;
        if (cookie.Kind != CookieChangeKind.None) _token = cookie.Value;
        if (cookie.Kind == CookieChangeKind.Set) await ending.ReportSentAsync(isNew: false);
        ending.Release();
        Clock.Advance(after);
        await LoadAsync();
        return _session;
    }

    /// <summary>The current session as it is stored now; null where it is not stored, or has ended.</summary>
    public ValueTask<SessionSnapshot<TData>?> FindStoredAsync() => _manager.FindAsync(_session.Id);

    /// <summary>Drops every session.</summary>
    public ValueTask DisposeAsync()
    {
        ((IRequestSession)_session).Release();
        return _services.DisposeAsync();
    }

    /// <summary>Names the session and nothing of its content.</summary>
    public override string ToString() => _session.ToString();

    IEnumerable<IRequestSession> ILoadedSessions.Loaded => [_session];

    /// <summary>Gives the visitor a session, as an earlier request would have.</summary>
    internal async ValueTask<TestSession<TData>> StoreAsync(TData data, string? subject)
    {
        _token = (await _manager.CreateAsync(data, subject)).Token;
        await LoadAsync();
        return this;
    }

    /// <summary>
    /// Says that this is the request that runs: where the manager ends its session, the session is a new one afterwards. What an asynchronous method
    /// says about that does not reach its caller, so the properties do it.
    /// </summary>
    private void EnterRequest() => CurrentRequest.Begin(this);

    private async ValueTask LoadAsync() =>
        _session = _token is { } value && _engine.CookieFormat.Read(value, out var token) == TokenReading.Valid
            ? (Session<TData>)await _engine.Loader.LoadAsync(new(value.AsMemory(), token), client: null, StalenessPolicy.None, CancellationToken.None)
            : _engine.Loader.New(client: null);
}
