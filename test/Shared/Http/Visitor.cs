namespace Azu.Sessions.TestSupport;

/// <summary>What the applications of these tests keep of a visitor.</summary>
internal sealed record Visitor
{
    public string? Name { get; init; }

    public string? A { get; init; }

    public string? B { get; init; }

    public int Count { get; init; }

    public string[] Cart { get; init; } = [];
}
