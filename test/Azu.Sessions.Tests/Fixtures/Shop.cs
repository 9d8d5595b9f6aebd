namespace Azu.Sessions.Tests;

/// <summary>The session type that most tests use.</summary>
public sealed record Shop
{
    public string? Name { get; init; }

    public int Count { get; init; }

    public string[] Cart { get; init; } = [];

    public Dictionary<string, int> Votes { get; init; } = [];

    public Address Home { get; init; } = new();
}

public sealed record Address
{
    public string? City { get; init; }

    public string? Street { get; init; }
}
