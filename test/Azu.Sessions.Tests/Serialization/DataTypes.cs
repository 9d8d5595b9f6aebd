using System.Text.Json.Serialization;

namespace Azu.Sessions.Tests;

public sealed class Visit
{
    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    public decimal Amount { get; set; }

    public bool? Flag { get; set; }

    public List<string> Notes { get; set; } = [];
}

public struct Place
{
    public long X { get; set; }

    public short Y { get; set; }
}

public sealed record Positional(string Name = "x", int Number = 5);

public sealed record Demanding
{
    public required string Name { get; init; }

    public int Count { get; init; }
}

[JsonSerializable(typeof(Shop))]
[JsonSerializable(typeof(Demanding))]
internal sealed partial class TestJson : JsonSerializerContext;
