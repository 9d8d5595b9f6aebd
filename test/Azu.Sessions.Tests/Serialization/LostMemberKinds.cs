using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Azu.Sessions.Tests;

public enum Colour { Red, Green }

public record struct Spot(int X, int Y);

public sealed record Line(string Sku, int Quantity);

public class Animal { public string? Name { get; set; } }

public sealed class Dog : Animal { public int Barks { get; set; } }

[JsonDerivedType(typeof(Circle), "circle")]
public abstract class Shape;

public sealed class Circle : Shape { public int Radius { get; set; } }

public interface INamed { string? Name { get; } }

public sealed class Inner { public int N; }

public sealed class Holder<T> { public T? Value { get; set; } }

public sealed class GetOnly { public List<int> Value { get; } = []; }

public sealed class GetOnlyByParameter(int value) { public int Value { get; } = value; }

public sealed class Constant { public int Value { get; } = 5; }

public sealed class Computed { public int A { get; set; } public int Value => A + 1; }

public sealed class PrivateSet { public int Value { get; private set; } public void Put(int n) => Value = n; }

public sealed class IncludedPrivateSet { [JsonInclude] public int Value { get; private set; } public void Put(int n) => Value = n; }

public sealed class OverField { private int _n; public int Value => _n; public void Put(int n) => _n = n; }

public sealed class FullProperty { private int _n; public int Value { get => _n; set => _n = value; } public int Alias => _n; }

public sealed class Field { public int Value; }

public sealed class IncludedField { [JsonInclude] public int Value; }

public sealed class Internal { internal int Value { get; set; } }

public sealed class Ignored { [JsonIgnore] public int Value { get; private set; } public void Put(int n) => Value = n; }

public sealed class SetOnly { private int _n; public int Value { set => _n = value; } public int Read() => _n; }

public sealed class Populated { [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> Value { get; } = []; }

public sealed class InitOnly { public int Value { get; init; } }

public sealed class Required { public required int Value { get; set; } }

public sealed class Renamed { [JsonPropertyName("v")] public int Value { get; set; } }

public sealed class Unbuildable { private Unbuildable() { } public int N { get; set; } public static Unbuildable Of(int n) => new() { N = n }; }

public sealed class Extension { [JsonExtensionData] public Dictionary<string, JsonElement>? Value { get; set; } }

/// <summary>The kinds of properties: one value of each, and whether it survives.</summary>
internal static class LostMemberKinds
{
    public static readonly IReadOnlyList<(string Kind, object Value, bool Survives)> All =
    [
        ("get-only collection", new GetOnly { Value = { 1 } }, false),
        ("get-only by a constructor", new GetOnlyByParameter(3), true),
        ("get-only that never changes", new Constant(), true),
        ("computed", new Computed { A = 2 }, true),
        ("private set", Make<PrivateSet>(p => p.Put(4)), false),
        ("private set, included", Make<IncludedPrivateSet>(p => p.Put(4)), true),
        ("getter over a private field", Make<OverField>(p => p.Put(4)), false),
        ("property over a private field", new FullProperty { Value = 4 }, true),
        ("field", new Field { Value = 1 }, false),
        ("field, included", new IncludedField { Value = 1 }, true),
        ("internal property", new Internal { Value = 1 }, false),
        ("ignored by wish", new Ignored(), true),
        ("no getter", Make<SetOnly>(p => p.Value = 2), false),
        ("populated", new Populated { Value = { 1 } }, true),
        ("init", new InitOnly { Value = 1 }, true),
        ("required", new Required { Value = 1 }, true),
        ("renamed", new Renamed { Value = 1 }, true),
        ("extension data", new Extension { Value = new() { ["a"] = JsonSerializer.SerializeToElement(1) } }, true),
        Holding("int", 1),
        Holding("nullable", (int?)1),
        Holding("string", "a"),
        Holding("enum", Colour.Green),
        Holding("decimal", 1.10m),
        Holding("Guid", Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")),
        Holding("DateTimeOffset", DateTimeOffset.UnixEpoch),
        Holding("DateOnly", new DateOnly(2026, 1, 2)),
        Holding("TimeOnly", new TimeOnly(3, 4)),
        Holding("TimeSpan", TimeSpan.FromMinutes(5)),
        Holding("Uri", new Uri("https://azu.test/a")),
        Holding("Version", new Version(1, 2)),
        Holding("bytes", new byte[] { 1, 2 }),
        Holding("SessionId", SessionId.Parse("00112233445566778899aabbccddeeff")),
        Holding("JSON node", (JsonNode)new JsonObject { ["a"] = 1 }),
        Holding("record struct", new Spot(1, 2)),
        Holding("record", new Line("a", 2)),
        Holding("list of records", new List<Line> { new("a", 2) }),
        Holding("array", new[] { 1, 2 }),
        Holding("immutable list", ImmutableList.Create(1, 2)),
        Holding("read-only list", (IReadOnlyList<int>)[1, 2]),
        Holding("set", new HashSet<int> { 1 }),
        Holding("keys that are numbers", new Dictionary<int, string> { [1] = "a" }),
        Holding("keys that are Guids", new Dictionary<Guid, int> { [Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")] = 1 }),
        Holding("keys that are enums", new Dictionary<Colour, int> { [Colour.Green] = 1 }),
        Holding("pair", KeyValuePair.Create("a", 1)),
        Holding("tuple class", Tuple.Create(1, "a")),
        Holding("derived types named", (Shape)new Circle { Radius = 3 }),
        Holding("keys that are records", new Dictionary<Line, int>(), survives: false),
        Holding("value tuple", (1, "a"), survives: false),
        Holding("list of value tuples", new List<(int, string)> { (1, "a") }, survives: false),
        Holding("base type", (Animal)new Dog { Barks = 3 }, survives: false),
        Holding("interface", (INamed)new Named { Name = "a" }, survives: false),
        Holding("object", (object)new Line("a", 2), survives: false),
        Holding("values that are objects", new Dictionary<string, object> { ["a"] = new Line("a", 2) }, survives: false),
        Holding("read-only collection", new ReadOnlyCollection<int>([1]), survives: false),
        Holding("big integer", new BigInteger(12), survives: false),
        Holding("vector", new Vector2(1, 2), survives: false),
        Holding("field inside", new Inner { N = 1 }, survives: false),
        Holding("private constructor", Unbuildable.Of(1), survives: false),
    ];

    private static (string, object, bool) Holding<T>(string kind, T value, bool survives = true) => (kind, new Holder<T> { Value = value }, survives);

    private static T Make<T>(Action<T> change) where T : new()
    {
        var made = new T();
        change(made);
        return made;
    }

    private sealed class Named : INamed { public string? Name { get; set; } }
}
