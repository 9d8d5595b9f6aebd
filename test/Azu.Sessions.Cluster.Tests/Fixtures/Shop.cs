namespace Azu.Sessions.Cluster.Tests;

/// <summary>The session type of these tests.</summary>
public sealed record Shop
{
    public string? Name { get; init; }

    public int Count { get; init; }
}
