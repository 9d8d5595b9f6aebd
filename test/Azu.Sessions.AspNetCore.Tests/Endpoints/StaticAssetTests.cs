using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Azu.Sessions.AspNetCore.Tests;

public sealed class StaticAssetTests
{
    [Fact]
    [Trait("Requirement", "R-22")]
    public async Task A_file_that_is_mapped_as_an_endpoint_loads_no_session()
    {
        var store = new CountingStore(TestStores.Memory());
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddAzuSessions<Notes>().UseStore(store),
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/login", (Session<Notes> session) => session.SignInAsync("alice").AsTask());
                app.MapGet("/site.css", () => "body{}").WithMetadata(new StaticAssetDescriptor { Route = "site.css", AssetPath = "site.css" });
            });
        using var browser = app.NewBrowser();
        await browser.PostAsync("/login", null);
        store.Reset();
        Assert.Equal("body{}", await browser.GetStringAsync("/site.css"));
        Assert.Equal(0, store[StoreOperations.All]);
    }
}
