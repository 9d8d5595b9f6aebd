namespace Azu.Sessions.Database;

/// <summary>
/// The tables of the database store are missing, or have another version than this library works with. Waiting does not help; the message says what
/// does.
/// </summary>
public sealed class SessionSchemaException : SessionStoreException
{
    internal SessionSchemaException(string message) : base(message) { }
}
