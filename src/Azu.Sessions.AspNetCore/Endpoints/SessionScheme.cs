namespace Azu.Sessions;

/// <summary>An authentication scheme whose user is the subject of a session.</summary>
/// <param name="Name">The name of the scheme.</param>
/// <param name="DataType">The session type.</param>
internal sealed record SessionScheme(string Name, Type DataType);
