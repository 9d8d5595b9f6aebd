namespace Azu.Sessions;

/// <summary>
/// Where <see cref="Session{TData}"/> comes from when it is injected: the request that the service scope belongs to. Other scopes (a hub
/// method, a background job) have none.
/// </summary>
internal sealed class SessionScope
{
    /// <summary>Finds the handle of a data type; set by the HTTP layer for the scope of a request.</summary>
    public ISessionRequest? Request { get; set; }

    public Session<TData> Get<TData>() where TData : notnull
    {
        if (Request is null)
            throw new InvalidOperationException($"There is no request with a session here, so there is no Session<{typeof(TData).Name}>. Call " +
                $"app.UseAzuSessions() before what uses the session; where no endpoint is matched, await context.GetSessionAsync<{typeof(TData).Name}>() " +
                $"first; in a hub method or a background job use SessionManager<{typeof(TData).Name}>.");
        return (Session<TData>)Request.Get(typeof(TData));
    }
}

/// <summary>The sessions of one request.</summary>
internal interface ISessionRequest
{
    /// <exception cref="InvalidOperationException">None of that type was loaded; says what to do.</exception>
    IRequestSession Get(Type dataType);
}
