namespace Azu.Sessions;

/// <summary>An untyped session used like a dictionary. Each call is a change of its own name: two requests that set different names both keep theirs.</summary>
public static class UntypedSessionExtensions
{
    /// <inheritdoc cref="SessionItems.Get{T}"/>
    public static T? Get<T>(this Session<SessionItems> session, string name) => session.Data.Get<T>(name);

    /// <summary>Sets a value.</summary>
    /// <exception cref="SessionCommittedException">The response has started.</exception>
    public static void Set<T>(this Session<SessionItems> session, string name, T value) => session.Writable().Set(name, value);

    /// <summary>Removes a value. False when there was none.</summary>
    /// <exception cref="SessionCommittedException">The response has started.</exception>
    public static bool Remove(this Session<SessionItems> session, string name) => session.Writable().Remove(name);

    /// <summary>Removes a value and returns it; <c>default</c> where there is none.</summary>
    /// <exception cref="SessionCommittedException">The response has started.</exception>
    public static T? Pop<T>(this Session<SessionItems> session, string name) => session.Writable().Pop<T>(name);
}
