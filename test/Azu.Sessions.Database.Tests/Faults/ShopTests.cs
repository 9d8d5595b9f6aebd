using System.Globalization;
using System.Net;
using System.Net.Http.Json;

namespace Azu.Sessions.Database.Tests;

/// <summary>The sample shop with its one flag: its visitors notice nothing of a killed process but a moment without answers.</summary>
public sealed class ShopTests
{
    [Fact]
    public async Task A_cart_survives_the_death_of_the_shop()
    {
        using var directory = new TemporaryDirectory();
        using var visitor = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseProxy = false });
        var port = FreePort.Next();
        visitor.BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

        await using (var shop = await StartAsync(directory, visitor))
        {
            (await visitor.PostAsJsonAsync("/api/cart/porto", new { quantity = 2 }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
            await shop.KillAsync();
        }
        await using (await StartAsync(directory, visitor))
        {
            var cart = await visitor.GetStringAsync("/api/cart", TestContext.Current.CancellationToken);
            Assert.Contains("porto", cart, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static Task<ServerProcess> StartAsync(TemporaryDirectory directory, HttpClient visitor) => ServerProcess.StartAsync("env",
    [
        "ASPNETCORE_ENVIRONMENT=Development", "SESSION_SECRET=b2theS10aGlzLWlzLW9ubHktYS10ZXN0LXNlY3JldC0xMjM0NTY3ODkw",
            $"ASPNETCORE_URLS={visitor.BaseAddress}",
        "dotnet", Path.Combine(AppContext.BaseDirectory.Replace("test/Azu.Sessions.Database.Tests", "samples/Shop", StringComparison.Ordinal), "Shop.dll"),
        "--sessions", $"Data Source={directory.File("shop.db")}",
    ], async () => (await visitor.GetAsync("/")).IsSuccessStatusCode);
}
