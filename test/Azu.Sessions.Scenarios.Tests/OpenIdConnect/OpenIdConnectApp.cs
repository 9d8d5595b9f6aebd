using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Azu.Sessions.Scenarios.Tests.OpenIdConnect;

/// <summary>An application whose users sign in at the provider. It has one cookie, that of the session.</summary>
internal static class OpenIdConnectApp
{
    public static async Task<TestApp> StartAsync<TStore>(Provider provider) where TStore : IScenarioStore
    {
        await TStore.StartAsync();
        var app = await TestApp.StartAsync(
            builder =>
            {
                TStore.Use(builder.Services.AddAzuSessions<Visitor>());
                builder.Services.AddHttpClient();
                builder.Services.AddAuthentication(o => o.DefaultChallengeScheme = "oidc")
                    .AddAzuSessions<Visitor>()
                    .AddOpenIdConnect("oidc", o =>
                    {
                        o.Authority = provider.Address;
                        o.RequireHttpsMetadata = false;
                        o.ClientId = Provider.Client;
                        o.ClientSecret = "of no use here";
                        o.ResponseType = OpenIdConnectResponseType.Code;
                        o.ResponseMode = OpenIdConnectResponseMode.Query;
                        o.SaveTokens = true;
                        o.MapInboundClaims = false;
                        o.TokenValidationParameters.NameClaimType = "name";
                        o.TokenValidationParameters.RoleClaimType = "role";
                    });
            },
            app =>
            {
                app.UseAzuSessions();
                Map(app, provider);
            });
        provider.SignOutAddress = Localhost(app) + "/signout-oidc";
        return app;
    }

    /// <summary>Browsers send Secure cookies to localhost also over http.</summary>
    public static string Localhost(TestApp app) => app.Address.ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal).TrimEnd('/');

    private static void Map(WebApplication app, Provider provider)
    {
        app.MapGet("/", (ClaimsPrincipal user) => user.Identity?.Name ?? "nobody");
        app.MapGet("/members", async (HttpContext context, Session<Visitor> session) =>
        {
            var signIn = await context.AuthenticateAsync();
            var user = context.User;
            return string.Join(';', session.Subject, user.Identity?.Name, user.IsInRole("editor"), user.FindFirstValue("sid"),
                signIn.Properties?.GetTokenValue("access_token"), signIn.Properties?.GetTokenValue("id_token")?.Length > 3_000);
        }).RequireAuthorization();
        app.MapGet("/cart/{item}", (string item, Session<Visitor> session) => session.Update(d => d with { Cart = [.. d.Cart, item] }));
        app.MapGet("/cart", (Session<Visitor> session) => string.Join(',', session.Data.Cart));
        app.MapGet("/refresh", async (HttpContext context, IHttpClientFactory clients) =>
        {
            var signIn = await context.AuthenticateAsync();
            using var answer = await clients.CreateClient().PostAsync(provider.Address + "/token", new FormUrlEncodedContent(
                [new("grant_type", "refresh_token"), new("refresh_token", signIn.Properties!.GetTokenValue("refresh_token"))]));
            var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
            foreach (var name in (string[])["access_token", "refresh_token", "id_token"])
                signIn.Properties!.UpdateTokenValue(name, tokens.GetProperty(name).GetString()!);
            await context.SignInAsync(signIn.Principal!, signIn.Properties);
        }).RequireAuthorization();
        app.MapGet("/leave", () => Results.SignOut(new() { RedirectUri = "/" }, [AzuSessionsDefaults.AuthenticationScheme, "oidc"]));
    }
}
