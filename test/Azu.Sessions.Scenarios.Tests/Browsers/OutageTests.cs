using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

/// <summary>While the shop cannot reach its sessions, its pages look like the shop, and a cart is closed and not empty.</summary>
public sealed class OutageTests(Chromium chromium, OutageTests.BreakableShop shop) : IClassFixture<OutageTests.BreakableShop>
{
    [Fact]
    public async Task A_cart_is_closed_while_the_store_is_down_and_full_when_it_is_back()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.SignInAsync("ada");
        await visitor.AddAsync("Porto");
        await shop.BreakAsync();

        await visitor.GoAsync("/");
        await Expect(visitor.Page.GetByText("Carts and accounts are closed for a moment.")).ToBeVisibleAsync();
        await Expect(visitor.AddButton("Sintra")).ToBeVisibleAsync();
        await visitor.AddButton("Sintra").ClickAsync();
        await ExpectTroubleAsync(visitor, "Back in a moment");
        Assert.Equal(503, (await visitor.Page.GotoAsync("/cart"))!.Status);
        await ExpectTroubleAsync(visitor, "Your cart is closed for a moment");
        await Expect(visitor.Page.GetByText("There is nothing in it yet.")).ToHaveCountAsync(0);
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(ShopFiles.Screenshots, "cart-closed.png"), FullPage = true });
        Assert.Equal(503, (await visitor.Page.GotoAsync("/account/devices"))!.Status);
        Assert.Equal(503, (await visitor.Device.APIRequest.GetAsync($"{shop.Address}/api/cart")).Status);

        await visitor.Page.GotoAsync("/cart");
        await shop.MendAsync();
        // The circuit closes by a probe of its own.
        var again = visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Try again" });
        while (await again.CountAsync() > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await again.ClickAsync();
        }

        await visitor.ExpectInCartAsync("Porto", 1);
        await visitor.ExpectNameAsync("Ada Lovelace");
    }

    [Fact]
    public async Task A_session_that_ends_while_a_page_works_is_told_in_the_frame_of_the_shop()
    {
        await using var visitor = await Visitor.ArriveAsync(chromium, shop);
        await visitor.SignInAsync("grace");
        await visitor.GoAsync("/");
        await shop.EndSessionsThatAreWrittenAsync();
        try
        {
            await visitor.AddButton("Sintra").ClickAsync();
            await ExpectTroubleAsync(visitor, "You were signed out");
        }
        finally
        {
            await shop.LetSessionsBeWrittenAsync();
        }
    }

    private static async Task ExpectTroubleAsync(Visitor visitor, string heading)
    {
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = heading })).ToBeVisibleAsync();
        await Expect(visitor.Page).ToHaveTitleAsync($"{heading} · Azulejo");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Azulejo" })).ToBeVisibleAsync();
    }

    /// <summary>On a SQLite file whose table can be taken away and put back.</summary>
    public sealed class BreakableShop : Shop
    {
        private readonly TemporaryDirectory _directory = new();

        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["sessions"] = Source };

        private string Source => $"Data Source={Path.Combine(_directory.Path, "shop.db")}";

        public Task BreakAsync() => RunAsync("ALTER TABLE sessions RENAME TO sessions_away");

        public Task MendAsync() => RunAsync("ALTER TABLE sessions_away RENAME TO sessions");

        public Task EndSessionsThatAreWrittenAsync() =>
            RunAsync("CREATE TRIGGER ends BEFORE UPDATE ON sessions BEGIN DELETE FROM sessions WHERE id = OLD.id; END");

        public Task LetSessionsBeWrittenAsync() => RunAsync("DROP TRIGGER ends");

        private async Task RunAsync(string statement)
        {
            await using var connection = new SqliteConnection(Source);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }
}
