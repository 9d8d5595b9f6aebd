namespace Azu.Sessions.Node;

/// <summary>What the nodes keep of a visitor.</summary>
internal sealed record Shopper
{
    public string? A { get; init; }

    public string? B { get; init; }

    public int Count { get; init; }

    public string[] Cart { get; init; } = [];
}
