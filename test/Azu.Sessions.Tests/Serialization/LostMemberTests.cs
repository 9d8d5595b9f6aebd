using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Azu.Sessions.Tests;

/// <summary>No kind of property loses data in silence: each survives, or start-up names it. None that survives is named.</summary>
public sealed partial class LostMemberTests
{
    private const int MembersLost = 44;

    public static TheoryData<string> Kinds { get; } = [.. LostMemberKinds.All.Select(k => k.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_of_property_survives_or_is_named(string kind)
    {
        var (_, value, survives) = LostMemberKinds.All.Single(k => k.Kind == kind);
        typeof(LostMemberTests).GetMethod(nameof(Check), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(value.GetType()).Invoke(null, [value, survives]);
    }

    [Fact]
    public async Task The_start_names_each_member_that_is_lost()
    {
        await using var app = new TestApp<Leaky>();
        await app.StartAsync();
        var line = Assert.Single(app.Log.Lines, l => l.Event == MembersLost);
        foreach (var named in (string[])["Leaky", "Count (a field)", "Place (a value tuple)", "Rows[].N (a field)", "Any (an object"]) Assert.Contains(named,
            line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_says_nothing_of_a_type_that_survives_whole()
    {
        await using var app = new TestApp<Shop>();
        await app.StartAsync();
        Assert.Equal(0, app.Log.Count(MembersLost));
    }

    [Fact]
    public void Generated_code_loses_the_same_members()
    {
        Assert.Equal(new SessionSerializer<Leaky>(null).FindLost().Order(), new SessionSerializer<Leaky>(KindJson.Default).FindLost().Order());
        Assert.Empty(new SessionSerializer<Shop>(KindJson.Default).FindLost());
        Assert.NotEmpty(new SessionSerializer<PrivateSet>(KindJson.Default).FindLost());
        Assert.Empty(new SessionSerializer<InitOnly>(KindJson.Default).FindLost());
        Assert.Empty(new SessionSerializer<GetOnlyByParameter>(KindJson.Default).FindLost());
        Assert.Empty(new SessionSerializer<FullProperty>(KindJson.Default).FindLost());
        Assert.Empty(new SessionSerializer<Holder<Shape>>(KindJson.Default).FindLost());
        Assert.NotEmpty(new SessionSerializer<Holder<Animal>>(KindJson.Default).FindLost());
    }

    [Fact]
    public void Fields_that_the_context_includes_survive()
    {
        var json = new SessionSerializer<Leaky>(FieldJson.Default);
        Assert.DoesNotContain(json.FindLost(), m => m.Contains("field", StringComparison.Ordinal) || m.Contains("tuple", StringComparison.Ordinal));
        var after = json.Deserialize(json.Serialize(new() { Count = 2, Place = (1, "a") }), out _);
        Assert.Equal((2, (1, "a")), (after.Count, after.Place));
    }

    private static void Check<T>(T value, bool survives) where T : notnull
    {
        var json = new SessionSerializer<T>(null);
        var lost = json.FindLost();
        if (!survives)
        {
            Assert.NotEmpty(lost);
            return;
        }

        Assert.Empty(lost);
        var stored = json.Serialize(value);
        var after = json.Deserialize(stored, out var hidden);
        Assert.Null(hidden);
        if (value is Holder<JsonNode> node) Assert.True(JsonNode.DeepEquals(node.Value, ((Holder<JsonNode>)(object)after).Value));
        else Assert.Equivalent(value, after, strict: false);
        Assert.Equal(stored, json.Serialize(after));
    }

    public sealed class Leaky
    {
        public int Count;

        public (int, string) Place { get; set; }

        public List<Inner> Rows { get; set; } = [];

        public object? Any { get; set; }
    }

    [JsonSerializable(typeof(Leaky))]
    [JsonSerializable(typeof(Shop))]
    [JsonSerializable(typeof(PrivateSet))]
    [JsonSerializable(typeof(InitOnly))]
    [JsonSerializable(typeof(GetOnlyByParameter))]
    [JsonSerializable(typeof(FullProperty))]
    [JsonSerializable(typeof(Holder<Shape>))]
    [JsonSerializable(typeof(Holder<Animal>))]
    private sealed partial class KindJson : JsonSerializerContext;

    [JsonSourceGenerationOptions(IncludeFields = true)]
    [JsonSerializable(typeof(Leaky))]
    private sealed partial class FieldJson : JsonSerializerContext;
}
