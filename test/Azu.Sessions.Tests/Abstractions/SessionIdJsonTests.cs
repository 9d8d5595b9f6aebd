using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azu.Sessions.Tests;

/// <summary>An id in the answer of an API, and in the data of a session.</summary>
public sealed partial class SessionIdJsonTests
{
    private static readonly SessionId s_id = SessionId.Parse("00112233445566778899aabbccddeeff");

    public static TheoryData<bool> Ways { get; } = new(false, true);

    [Fact]
    public void An_id_in_the_answer_of_an_API_is_its_text() =>
        Assert.Equal("""{"Id":"00112233445566778899aabbccddeeff"}""", JsonSerializer.Serialize(new { Id = s_id }));

    [Theory]
    [MemberData(nameof(Ways))]
    public void Ids_survive_a_round_trip_as_values_and_as_keys(bool isGenerated)
    {
        var options = isGenerated ? IdJson.Default.Options : JsonSerializerOptions.Default;
        var before = new Ids(s_id, null, new() { [s_id] = 1 });
        var text = JsonSerializer.Serialize(before, options);
        var after = JsonSerializer.Deserialize<Ids>(text, options)!;
        Assert.Equal((s_id, null), (after.One, after.None));
        Assert.Equal(1, after.Votes[s_id]);
    }

    [Theory]
    [InlineData("\"00112233445566778899AABBCCDDEEFF\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("{\"isEmpty\":false}")]
    public void What_is_no_id_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SessionId>(json));

    [Fact]
    public void A_key_that_is_no_id_is_refused() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<SessionId, int>>("""{"a":1}"""));

    internal sealed record Ids(SessionId One, SessionId? None, Dictionary<SessionId, int> Votes);

    [JsonSerializable(typeof(Ids))]
    private sealed partial class IdJson : JsonSerializerContext;
}
