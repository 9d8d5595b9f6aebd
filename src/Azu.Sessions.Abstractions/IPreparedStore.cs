namespace Azu.Sessions;

/// <summary>
/// Optional for an <see cref="ISessionStore"/>: a check when the application starts, such as whether the tables are there. The engine calls it
/// once, before the first request.
/// </summary>
public interface IPreparedStore
{
    /// <summary>Checks, or prepares, what the store needs. May be called again.</summary>
    /// <exception cref="SessionStoreException">
    /// The infrastructure did not answer. The application starts all the same, because it may come back; the failure is logged.
    /// Any other exception ends the start of the application, with its message: use one for what waiting does not mend.
    /// </exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken = default);
}
