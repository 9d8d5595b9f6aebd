using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Azu.Sessions.Tests;

/// <summary>JSON objects of few names and few values, so that two of them often agree, differ and collide.</summary>
internal static class AnyDocument
{
    private static readonly Gen<string> s_name = Gen.Elements("a", "b", "c", "d", "", "a.b", "é");

    private static readonly Gen<JsonNode?> s_scalar = Gen.Elements(0, 1, 2, 3, 4, 5, 6).Select(n => n switch
    {
        0 => null,
        1 => (JsonNode?)JsonValue.Create(1),
        2 => JsonValue.Create(2.5),
        3 => JsonValue.Create("x"),
        4 => JsonValue.Create(""),
        5 => JsonValue.Create(value: true),
        _ => JsonValue.Create("1"),
    });

    private static readonly Gen<JsonNode?> s_array = s_scalar.ListOf(2).Select(items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())]));

    public static Arbitrary<string> Arbitrary { get; } = Object(3).Select(o => o!.ToJsonString()).ToArbitrary();

    private static Gen<JsonNode?> Object(int depth) =>
        (from name in s_name
         from value in Value(depth - 1)
         select (name, value)).ListOf().Resize(5).Select(properties =>
    {
        var node = new JsonObject();
        foreach (var (name, value) in properties) node[name] = value?.DeepClone();
        return (JsonNode?)node;
    });

    private static Gen<JsonNode?> Value(int depth) => depth == 0
        ? Gen.OneOf(s_scalar, s_array)
        : Gen.OneOf(s_scalar, s_array, Object(depth), Object(depth));
}
