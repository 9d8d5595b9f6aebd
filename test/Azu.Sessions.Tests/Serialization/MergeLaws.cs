using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Azu.Sessions.Tests;

/// <summary>What must hold for any documents: that of the beginning, ours, and that of a third party.</summary>
[Trait("Requirement", "R-49")]
public sealed class MergeLaws
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Identity_no_difference_changes_nothing() => ForAny((d, _, _) =>
    {
        Assert.Empty(Diff(d, d));
        Assert.Equal(d, Apply(d, Diff(d, d)));
    });

    [Fact]
    public void The_difference_leads_from_one_to_the_other() => ForAny((a, b, _) => AssertSame(b, Apply(a, Diff(a, b))));

    [Fact]
    public void Doing_it_twice_is_doing_it_once() => ForAny((a, b, other) =>
    {
        var once = Apply(other, Diff(a, b));
        AssertSame(once, Apply(once, Diff(a, b)));
    });

    [Fact]
    public void What_we_set_is_there_and_what_we_removed_is_gone() => ForAny((start, ours, theirs) =>
    {
        var merged = Parse(Apply(theirs, Diff(start, ours)));
        foreach (var intent in Diff(start, ours)) Assert.True(Holds(merged, intent), $"{Text(intent)} in {merged.ToJsonString()}");
    });

    [Fact]
    public void What_a_third_party_changed_elsewhere_is_never_lost() => ForAny((start, ours, theirs) =>
    {
        var mine = Diff(start, ours);
        var merged = Parse(Apply(theirs, mine));
        foreach (var intent in Diff(start, theirs).Where(t => mine.TrueForAll(m => AreDisjoint(m, t))))
        {
            Assert.True(Holds(merged, intent), $"{Text(intent)} in {merged.ToJsonString()}");
        }
    });

    [Fact]
    public void Changes_of_different_properties_commute() => ForAny((start, ours, theirs) =>
    {
        var theirsAlone = Diff(start, theirs);
        var mine = Diff(start, ours).FindAll(m => theirsAlone.TrueForAll(t => AreDisjoint(m, t)));
        AssertSame(Apply(Apply(start, theirsAlone), mine), Apply(Apply(start, mine), theirsAlone));
    });

    [Fact]
    public void An_overwrite_is_counted_exactly_where_a_different_value_of_a_third_party_goes() => ForAny((start, ours, theirs) =>
    {
        var mine = Diff(start, ours);
        var there = Parse(theirs);
        var expected = new HashSet<string>();
        foreach (var intent in mine)
        {
            for (var depth = 1; depth <= intent.Path.Length; depth++)
            {
                var isLeaf = depth == intent.Path.Length;
                var (exists, value) = Find(there, intent.Path[..depth]);
                if (!isLeaf && exists && value is JsonObject) continue;
                var isReplaced = isLeaf ? !Is(exists, value, intent.Before) && !Is(exists, value, intent.After) : intent.After is not null;
                // What stands in the way of several of our changes goes once.
                if (isReplaced) expected.Add(Key(intent.Path[..depth]));
                break;
            }
        }

        Assert.Equal(expected.Count, SessionMerge.CountOverwritten(Bytes(theirs), mine));
    });

    [Fact]
    public void Without_a_third_party_nothing_is_overwritten() =>
        ForAny((a, b, _) => Assert.Equal(0, SessionMerge.CountOverwritten(Bytes(a), Diff(a, b))));

    [Fact]
    public void The_same_change_by_both_is_no_overwrite() =>
        ForAny((a, b, _) => Assert.Equal(0, SessionMerge.CountOverwritten(Bytes(b), Diff(a, b))));

    [Fact]
    public void Properties_that_the_program_does_not_know_stay_at_every_depth() => ForAny((start, ours, _) =>
    {
        var stored = Parse(start);
        AddUnknown(stored);

        var merged = Parse(Apply(stored.ToJsonString(), Diff(start, ours)));

        AssertUnknown(Parse(start), Parse(ours), merged);
    });

    private static void AddUnknown(JsonObject node)
    {
        foreach (var child in node.Select(p => p.Value).OfType<JsonObject>().ToArray()) AddUnknown(child);
        node["unknown"] = new JsonObject { ["of"] = "a newer version" };
    }

    private static void AssertUnknown(JsonObject start, JsonObject ours, JsonObject merged)
    {
        Assert.Equal("a newer version", (string?)merged["unknown"]?["of"]);
        foreach (var (name, value) in start)
        {
            if (value is JsonObject child && ours[name] is JsonObject kept) AssertUnknown(child, kept, Assert.IsType<JsonObject>(merged[name]));
        }
    }

    private static void ForAny(Action<string, string, string> law) =>
        Prop.ForAll(AnyDocument.Arbitrary, AnyDocument.Arbitrary, AnyDocument.Arbitrary, law).Check(s_config);

    private static bool AreDisjoint(JsonIntent a, JsonIntent b)
    {
        var shorter = Math.Min(a.Path.Length, b.Path.Length);
        return !a.Path.AsSpan(0, shorter).SequenceEqual(b.Path.AsSpan(0, shorter));
    }

    private static bool Holds(JsonObject document, JsonIntent intent)
    {
        var (exists, value) = Find(document, intent.Path);
        return Is(exists, value, intent.After);
    }

    private static (bool Exists, JsonNode? Value) Find(JsonObject document, string[] path)
    {
        JsonNode? node = document;
        foreach (var name in path)
        {
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(name, out node)) return (false, null);
        }

        return (true, node);
    }

    private static bool Is(bool exists, JsonNode? value, JsonElement? expected) =>
        exists == expected.HasValue && (!exists || JsonNode.DeepEquals(value, JsonNode.Parse(expected!.Value.GetRawText())));

    private static string Key(string[] path) => JsonSerializer.Serialize(path);

    private static string Text(JsonIntent intent) => $"{Key(intent.Path)} = {intent.After?.GetRawText() ?? "(gone)"}";

    private static List<JsonIntent> Diff(string a, string b) => SessionMerge.Diff(Bytes(a), Bytes(b));

    private static string Apply(string document, List<JsonIntent> intents) => Encoding.UTF8.GetString(SessionMerge.Apply(Bytes(document), intents));

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static void AssertSame(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(Parse(expected), Parse(actual)), $"expected {expected}, was {actual}");
}
