using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Tests;

/// <summary>The untyped session.</summary>
public sealed class SessionItemsTests
{
    [Fact]
    public async Task Values_come_back_as_what_JSON_knows()
    {
        await using var app = new TestApp<SessionItems>();
        var cookie = (await app.RequestAsync(null, s =>
        {
            s["text"] = "a";
            s["whole"] = 42;
            s["fraction"] = 1.5;
            s["flag"] = true;
            s["list"] = (string[])["x", "y"];
            s.Data.Set("date", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
            s.Data.Set<string?>("nothing", null);
        })).SentCookie;
        await app.RequestAsync(cookie, s =>
        {
            Assert.Equal(("a", 42L, 1.5, true), (s["text"], s["whole"], s["fraction"], s["flag"]));
            Assert.Equal(["x", "y"], s.Data.Get<string[]>("list")!);
            Assert.Equal(JsonValueKind.Array, Assert.IsType<JsonElement>(s["list"]).ValueKind);
            Assert.Equal(2026, s.Data.Get<DateTimeOffset>("date").Year);
            Assert.Null(s["nothing"]);
            Assert.True(s.Data.Contains("nothing"));
            Assert.True(s.Data.TryGet<string>("nothing", out _));
            Assert.Equal(42, s.Data.Get<int>("whole"));
            Assert.Throws<JsonException>(() => s.Data.Get<int>("text"));
        });
    }

    [Fact]
    public async Task What_is_not_there_is_null_or_default()
    {
        await using var app = new TestApp<SessionItems>();
        var items = app.New().Data;
        Assert.Null(items["x"]);
        Assert.Equal(0, items.Get<int>("x"));
        Assert.False(items.TryGet<int>("x", out _));
        Assert.False(items.Remove("x"));
        Assert.Equal(0, items.Pop<int>("x"));
        Assert.Empty(items.Names);
    }

    [Fact]
    public async Task Null_and_Remove_and_Pop_remove()
    {
        await using var app = new TestApp<SessionItems>();
        var cookie = (await app.RequestAsync(null, s => (s["a"], s["b"], s["c"], s["d"]) = (1, 2, 3, 4))).SentCookie;
        await app.RequestAsync(cookie, s =>
        {
            s["a"] = null;
            Assert.True(s.Data.Remove("b"));
            Assert.Equal(3, s.Data.Pop<int>("c"));
        });
        await app.RequestAsync(cookie, s =>
        {
            Assert.Equal(["d"], s.Data.Names);
            s.Data.Clear();
        });
        await app.RequestAsync(cookie, s => Assert.Empty(s.Data));
    }

    [Fact]
    [Trait("Requirement", "R-49")]
    public async Task Two_requests_that_set_different_names_both_keep_what_they_set()
    {
        await using var app = new TestApp<SessionItems>();
        var cookie = (await app.RequestAsync(null, s => (s["old"], s["gone"]) = (1, 1))).SentCookie;
        var one = await app.LoadAsync(cookie);
        var two = await app.LoadAsync(cookie);
        one["one"] = 1;
        one.Data.Remove("gone");
        two["two"] = 2;
        two.Update(items =>
        {
            items.Set("count", items.Get<int>("count") + 1);
            return items;
        });
        await one.CommitAsync();
        await two.CommitAsync();
        await app.RequestAsync(cookie, s => Assert.Equal(["count", "old", "one", "two"], s.Data.Names.Order()));
    }

    [Fact]
    public async Task Any_name_will_do()
    {
        await using var app = new TestApp<SessionItems>();
        string[] names = ["", " ", "a.b", "É", "\0", "\"", "$id", "__proto__", new('x', 1000)];
        var cookie = (await app.RequestAsync(null, s =>
        {
            foreach (var name in names) s[name] = name;
        })).SentCookie;
        await app.RequestAsync(cookie, s => Assert.All(names, name => Assert.Equal(name, s[name])));
    }

    [Fact]
    public async Task A_typed_session_says_that_it_has_no_items()
    {
        await using var app = new TestApp<Shop>();
        Assert.Contains("use its Data", Assert.Throws<InvalidOperationException>(() => app.New()["a"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAzuSessionsCore_without_a_type_is_the_untyped_session()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessionsCore().UsePreset(SessionPreset.Testing).UseMemoryStore();
        await using var provider = services.BuildServiceProvider();
        Assert.Equal(typeof(SessionItems), provider.GetRequiredService<ISessionLoader>().DataType);
    }

    [Fact]
    public async Task The_items_of_HttpContext_Session_have_a_section_of_their_own()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new() { Name = "typed" });
        var one = await app.LoadAsync(cookie);
        one.State.Items.Set("a", "1");
        var two = await app.LoadAsync(cookie);
        two.State.Items.Set("b", "2");
        two.Data = two.Data with { Count = 3 };
        await one.CommitAsync();
        await two.CommitAsync();
        var seen = await app.LoadAsync(cookie);
        Assert.Equal(("1", "2", "typed", 3), (seen.State.Items.Values["a"], seen.State.Items.Values["b"], seen.Data.Name, seen.Data.Count));
    }
}
