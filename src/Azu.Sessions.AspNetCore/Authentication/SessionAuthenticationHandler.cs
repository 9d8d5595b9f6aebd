using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>
/// The user of a request is the subject of its session. Nothing is kept here between two questions: after a sign-in or a sign-out the next answer says so.
/// </summary>
internal sealed class SessionAuthenticationHandler<TData>(SessionPrincipals<TData> principals)
    : IAuthenticationSignInHandler where TData : notnull
{
    private AuthenticationScheme _scheme = null!;
    private HttpContext _context = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        (_scheme, _context) = (scheme, context);
        return Task.CompletedTask;
    }

    /// <summary>Loading a session to learn its subject is no read: the response is personal once a claim is asked for.</summary>
    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        if (RequestSessions.Of(_context) is not { } sessions) return AuthenticateResult.Fail("app.UseAzuSessions() did not run before this question.");
        if (!sessions.Plan.HasUser) return AuthenticateResult.NoResult();
        var session = await sessions.LoadAsync(typeof(TData));
        var state = session.State;
        if (state.Origin == SessionOrigin.Unavailable) return AuthenticateResult.Fail("The session store could not be reached.");
        if (state.Record?.Subject is null) return AuthenticateResult.NoResult();
        return principals.TicketOf(session) is { } ticket
            ? AuthenticateResult.Success(ticket)
            : AuthenticateResult.Fail("What the sign-in kept is encrypted under a key that this node does not know.");
    }

    /// <summary>Asks for a sign-in, as RequireSignIn does. While the store is down the answer is 503.</summary>
    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        if (RequestSessions.Of(_context) is { } sessions)
        {
            var loader = sessions.LoaderOf(typeof(TData));
            if (sessions.IsUnavailable(loader)) return sessions.Response.FailAsync(SessionFailures.Unavailable(loader.RetryAfter)).AsTask();
            sessions.Response.MarkRead();
            SignInRedirect.TurnAway(_context, loader.Options.SignInPath, loader.Log, properties?.RedirectUri);
        }
        else
        {
            _context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        _context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Signs in a principal of ASP.NET Core (OpenID Connect, <c>Results.SignIn</c>). What it holds beside the subject is kept with the session, encrypted.
    /// The properties of this very session mean no new sign-in: they replace what is kept (tokens that were refreshed).
    /// </summary>
    public async Task SignInAsync(System.Security.Claims.ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        ArgumentNullException.ThrowIfNull(user);
        properties ??= new();
        if (principals.Options.Subject(user) is not { Length: > 0 } subject)
            throw new InvalidOperationException("The principal has no NameIdentifier and no \"sub\", one of which names the account. Set Subject in " +
                $"AddAzuSessions<{typeof(TData).Name}> of AddAuthentication.");
        var sessions = Sessions();
        var loader = sessions.LoaderOf(typeof(TData));
        var session = await sessions.LoadAsync(loader);
        var ticket = KeptTicket.Write(user, properties, _scheme.Name);
        if (KeptTicket.IsOf(session, properties, subject)) Replace(session, ticket);
        else await session.SignInAsync(new(subject, TicketTimes.Of(properties, loader.Options, loader.Time.GetUtcNow()), ticket), CancellationToken.None);
        Redirect(properties);
    }

    public async Task SignOutAsync(AuthenticationProperties? properties)
    {
        await (await Sessions().LoadAsync(typeof(TData))).SignOutAsync(CancellationToken.None);
        Redirect(properties);
    }

    private static void Replace(IRequestSession session, byte[] ticket)
    {
        session.State.EnsureWritable();
        session.State.Actions.Ticket = ticket;
    }

    private RequestSessions Sessions() => RequestSessions.Of(_context)
        ?? throw new InvalidOperationException("There are no sessions in this request. Call app.UseAzuSessions() before what signs in and out.");

    private void Redirect(AuthenticationProperties? properties)
    {
        if (properties?.RedirectUri is { } target && _context.Response.StatusCode == StatusCodes.Status200OK) _context.Response.Redirect(target);
    }
}
