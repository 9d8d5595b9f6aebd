using Azu.Sessions;

namespace Azu.Sessions.AspNetCore.Tests;

public sealed class QuickStartTests
{
    [Fact]
    public async Task A_visitor_signs_in_fills_a_cart_and_is_greeted()
    {
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddAzuSessions<Shopper>().UseMemoryStore(),
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/login/{name}", async (string name, Session<Shopper> session) =>
                {
                    await session.SignInAsync(name);
                    session.Data = session.Data with { Name = name };
                });
                app.MapPost("/cart/{item}", (string item, Session<Shopper> session) => session.Update(d => d with { Cart = [.. d.Cart, item] }));
                app.MapGet("/", (Session<Shopper> session) => $"{session.Subject}: {session.Data.Name} {string.Join(',', session.Data.Cart)}");
            });
        using var browser = app.NewBrowser();
        (await browser.PostAsync("/cart/apple", null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        (await browser.PostAsync("/login/alice", null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        (await browser.PostAsync("/cart/pear", null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        Assert.Equal("alice: alice apple,pear", await browser.GetStringAsync("/", TestContext.Current.CancellationToken));
    }

    private sealed record Shopper
    {
        public string? Name { get; init; }

        public string[] Cart { get; init; } = [];
    }
}
