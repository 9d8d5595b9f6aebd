namespace Azu.Sessions;

/// <summary>A value under which a session can be found.</summary>
/// <param name="Name">The name of the declared index.</param>
/// <param name="Value">The value that this session has in it.</param>
public readonly record struct SessionIndexEntry(string Name, string Value);
