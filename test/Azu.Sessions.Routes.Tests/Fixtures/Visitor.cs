namespace Azu.Sessions.Routes.Tests;

public sealed record Visitor
{
    public int Visits { get; init; }
}
