using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Azu.Sessions.Tests;

/// <summary>Typed data as a record, a class and a struct: what goes in comes out, and the same value always gives the same bytes.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void A_record_comes_back_as_it_was() => RoundTrips(
        from name in Text
        from count in ArbMap.Default.GeneratorFor<int>()
        from cart in Text.ArrayOf()
        from city in Text
        select new Shop { Name = name, Count = count, Cart = cart, Votes = cart.Distinct().ToDictionary(c => c, c => c.Length), Home = new() { City = city } });

    [Fact]
    public void A_class_comes_back_as_it_was() => RoundTrips(
        from id in ArbMap.Default.GeneratorFor<Guid>()
        from at in ArbMap.Default.GeneratorFor<DateTimeOffset>()
        from amount in ArbMap.Default.GeneratorFor<decimal>()
        from flag in ArbMap.Default.GeneratorFor<bool?>()
        from notes in Text.ListOf()
        select new Visit { Id = id, At = at, Amount = amount, Flag = flag, Notes = [.. notes] });

    [Fact]
    public void A_struct_comes_back_as_it_was() => RoundTrips(
        from x in ArbMap.Default.GeneratorFor<long>()
        from y in ArbMap.Default.GeneratorFor<short>()
        select new Place { X = x, Y = y });

    [Fact]
    public void A_positional_record_comes_back_as_it_was() => RoundTrips(
        from name in Text
        from n in ArbMap.Default.GeneratorFor<int>()
        select new Positional(name, n));

    [Fact]
    public void An_empty_session_has_the_defaults_of_the_initialisers()
    {
        Assert.Empty(new SessionSerializer<Shop>(null).Empty().Cart);
        Assert.Equal("x", new SessionSerializer<Positional>(null).Empty().Name);
        Assert.Equal(0, new SessionSerializer<Place>(null).Empty().X);
    }

    [Fact]
    public void Generated_code_knows_the_defaults_of_the_initialisers_too()
    {
        var json = new SessionSerializer<Shop>(TestJson.Default);
        Assert.Empty(json.Empty().Cart);
        Assert.Empty(json.Empty().Votes);
        Assert.NotNull(json.Empty().Home);
        var read = json.Deserialize(Bytes("""{"Cart":["a"],"Home":{"City":"X"},"Count":2}"""), out _);
        Assert.Equal(["a"], read.Cart);
        Assert.Equal((2, "X"), (read.Count, read.Home.City));
    }

    [Fact]
    public void A_required_property_is_not_required_of_what_is_stored()
    {
        Assert.Equal(3, new SessionSerializer<Demanding>(null).Deserialize(Bytes("""{"Count":3}"""), out var hidden).Count);
        Assert.Null(hidden);
        Assert.Equal(3, new SessionSerializer<Demanding>(TestJson.Default).Deserialize(Bytes("""{"Count":3}"""), out _).Count);
    }

    [Theory]
    [InlineData(typeof(int))]
    [InlineData(typeof(string))]
    [InlineData(typeof(List<string>))]
    [InlineData(typeof(DateTimeOffset))]
    public void A_type_that_is_no_object_is_refused_with_what_to_do(Type type)
    {
        var cause = Assert.Throws<System.Reflection.TargetInvocationException>(() =>
            Activator.CreateInstance(typeof(SessionSerializer<>).MakeGenericType(type), [null])).InnerException;
        Assert.Contains("Use a class, record or struct with properties", Assert.IsType<InvalidOperationException>(cause).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_does_not_know_the_type_is_refused_with_what_to_do() =>
        Assert.Contains("[JsonSerializable(typeof(Visit))]",
            Assert.Throws<InvalidOperationException>(() => new SessionSerializer<Visit>(TestJson.Default)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("\0")]
    [InlineData("{\"Count\":")]
    [Trait("Requirement", "R-68")]
    public void A_document_that_is_no_object_cannot_be_read(string document) =>
        Assert.Throws<JsonException>(() => new SessionSerializer<Shop>(null).Deserialize(Bytes(document), out _));

    [Fact]
    [Trait("Requirement", "R-68")]
    public void A_document_of_bottomless_depth_cannot_be_read() =>
        Assert.Throws<JsonException>(() => new SessionSerializer<Shop>(null).Deserialize(Bytes("{\"Home\":" + new string('[', 100_000)), out _));

    private static Gen<string> Text => Gen.Elements("", "a", "É", "日", "\U0001F36A", "\0", "\"", "\\", "<script>", "\u2028").ListOf().Select(string.Concat);

    private static void RoundTrips<TData>(Gen<TData> data) where TData : notnull => Prop.ForAll(data.ToArbitrary(), value =>
    {
        var json = new SessionSerializer<TData>(null);
        var bytes = json.Serialize(value);
        var read = json.Deserialize(bytes, out var hidden);
        Assert.Null(hidden);
        Assert.Equal(bytes, json.Serialize(read));
        Assert.Equivalent(value, read);
    }).QuickCheckThrowOnFailure();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
