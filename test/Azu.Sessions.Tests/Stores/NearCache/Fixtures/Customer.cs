namespace Azu.Sessions.Tests;

/// <summary>The session type of the tests of copies: two of its values are equal where all of their members are.</summary>
public sealed record Customer
{
    public string? Name { get; init; }

    public int Count { get; init; }
}
