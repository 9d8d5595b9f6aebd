using System.Text.Json.Serialization;

namespace Azu.Sessions.Bench;

/// <summary>What an application with sign-in and a cart keeps: some 300 bytes of JSON.</summary>
internal sealed record UserSession
{
    public string? UserName { get; init; }

    public string? DisplayName { get; init; }

    public string Language { get; init; } = "en";

    public int Visits { get; init; }

    public DateTimeOffset? LastOrderAt { get; init; }

    public string[] Roles { get; init; } = [];

    public string[] Cart { get; init; } = [];

    public static UserSession Sample { get; } = new()
    {
        UserName = "ada.lovelace@example.org",
        DisplayName = "Ada Lovelace",
        Language = "en-GB",
        Visits = 41,
        LastOrderAt = new DateTimeOffset(2025, 12, 10, 9, 30, 0, TimeSpan.Zero),
        Roles = ["customer", "reviewer"],
        Cart = ["notes-on-the-engine", "difference-engine-no-2", "punched-cards-jacquard-x100", "brass-gear-32"],
    };

    public UserSession Visited() => this with { Visits = Visits + 1 };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UserSession))]
internal sealed partial class BenchJson : JsonSerializerContext;
