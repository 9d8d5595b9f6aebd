using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Azu.Sessions.Scenarios.Tests.OpenIdConnect;

/// <summary>A small OpenID provider: code flow with PKCE, refresh tokens, and a sign-out that tells the application through the browser.</summary>
internal sealed class Provider : IAsyncDisposable
{
    public const string Client = "shop";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Grant> _codes = new();
    private readonly ConcurrentDictionary<string, Grant> _refreshTokens = new();
    private WebApplication _app = null!;
    private int _tokens;

    public string Address => _app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>Where the application hears of a sign-out.</summary>
    public string SignOutAddress { get; set; } = "";

    public static async Task<Provider> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new Provider { _app = builder.Build() };
        provider.Map();
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private SigningCredentials Signing => new(new RsaSecurityKey(_rsa) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256);

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => new
        {
            issuer = Address,
            authorization_endpoint = Address + "/authorize",
            token_endpoint = Address + "/token",
            end_session_endpoint = Address + "/end",
            jwks_uri = Address + "/keys",
            response_types_supported = (string[])["code"],
            subject_types_supported = (string[])["public"],
            id_token_signing_alg_values_supported = (string[])["RS256"],
        });
        _app.MapGet("/keys", () =>
        {
            var key = _rsa.ExportParameters(includePrivateParameters: false);
            return new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        alg = "RS256",
                        kid = "k1",
                        n = WebEncoders.Base64UrlEncode(key.Modulus!),
                        e = WebEncoders.Base64UrlEncode(key.Exponent!),
                    },
                },
            };
        });
        _app.MapGet("/authorize", (HttpContext context) => Results.Content(
            $"<form method=post action='/authorize{context.Request.QueryString}'>" +
                "<button name=user value=alice>Alice</button><button name=user value=bob>Bob</button></form>",
            "text/html"));
        _app.MapPost("/authorize", (HttpContext context) =>
        {
            var query = context.Request.Query;
            if (query["client_id"] != Client || query["response_type"] != "code" || query["code_challenge_method"] != "S256") return Results.BadRequest();
            var code = Random();
            _codes[code] = new(context.Request.Form["user"]!, Random(), query["nonce"]!, query["code_challenge"]!);
            return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}");
        }).DisableAntiforgery();
        _app.MapPost("/token", (HttpContext context) => Exchange(context.Request.Form)).DisableAntiforgery();
        _app.MapGet("/end", (string? post_logout_redirect_uri, string? state) =>
            post_logout_redirect_uri is null ? Results.Text("ended") : Results.Redirect($"{post_logout_redirect_uri}?state={state}"));
        // Ends every session of this browser: the application is told by a frame.
        _app.MapGet("/leave/{sid}", (string sid) =>
            Results.Content($"<iframe src='{SignOutAddress}?iss={Uri.EscapeDataString(Address)}&sid={sid}'></iframe>", "text/html"));
    }

    private IResult Exchange(IFormCollection form)
    {
        Grant? grant;
        if (form["grant_type"] == "refresh_token")
        {
            if (!_refreshTokens.TryRemove(form["refresh_token"]!, out grant)) return Results.BadRequest();
        }
        else
        {
            var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!)));
            if (!_codes.TryRemove(form["code"]!, out grant) || grant.Challenge != challenge) return Results.BadRequest();
        }

        var refresh = Random();
        _refreshTokens[refresh] = grant;
        return Results.Json(new
        {
            access_token = $"access-{Interlocked.Increment(ref _tokens)}",
            refresh_token = refresh,
            token_type = "Bearer",
            expires_in = 3600,
            id_token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                Issuer = Address,
                Audience = Client,
                Expires = DateTime.UtcNow.AddMinutes(5),
                SigningCredentials = Signing,
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = grant.User,
                    ["name"] = "Name of " + grant.User,
                    ["sid"] = grant.Sid,
                    ["nonce"] = grant.Nonce,
                    ["role"] = (string[])["editor", "author"],
                    ["padding"] = new string('x', 3_000),
                },
            }),
        });
    }

    private static string Random() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));

    private sealed record Grant(string User, string Sid, string Nonce, string Challenge);
}
