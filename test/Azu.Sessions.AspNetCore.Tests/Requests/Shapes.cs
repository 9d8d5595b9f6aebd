using System.Text.Json.Serialization;

namespace Azu.Sessions.AspNetCore.Tests;

// The same session type as successive versions of a program have it.

public sealed record First
{
    public string? Name { get; init; }

    public int Count { get; init; }

    public string? Old { get; init; }

    public Place? Place { get; init; }

    public Mood Mood { get; init; }
}

public sealed record Place
{
    public string? City { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<Mood>))]
public enum Mood
{
    Calm,
    Glad,
}

/// <summary>Properties were added, at the root and inside; one was removed.</summary>
public sealed record Grown
{
    public string? Name { get; init; }

    public int Count { get; init; }

    public string Colour { get; init; } = "blue";

    public string[] Tags { get; init; } = ["none"];

    public GrownPlace? Place { get; init; }

    public GrownMood Mood { get; init; }
}

public sealed record GrownPlace
{
    public string? City { get; init; }

    public string Zip { get; init; } = "unknown";
}

[JsonConverter(typeof(JsonStringEnumConverter<GrownMood>))]
public enum GrownMood
{
    Calm,
    Glad,
    Proud,
}

/// <summary>One property was renamed, one changed its type, one is required now; and the record became a class.</summary>
public sealed class Changed
{
    public string? FullName { get; set; }

    public string Count { get; set; } = "uncounted";

    public required string Tenant { get; set; } = "home";

    public string? Old { get; set; }
}

/// <summary>A value type, by a constructor.</summary>
public readonly record struct Small(string? Name, int Count = 7);

[JsonSerializable(typeof(Grown))]
[JsonSerializable(typeof(Changed))]
internal sealed partial class ShapesJson : JsonSerializerContext;
