namespace Azu.Sessions;

/// <summary>Where the sessions of a request come from, one per type.</summary>
internal interface ISessionSource
{
    /// <summary>The session of a type, where it is loaded.</summary>
    IRequestSession? Loaded(ISessionLoader loader);

    /// <summary>Reads the cookie and loads the session of a type, once.</summary>
    ValueTask<IRequestSession> LoadAsync(ISessionLoader loader);
}
