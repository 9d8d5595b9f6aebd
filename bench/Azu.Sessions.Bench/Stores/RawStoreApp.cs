using System.Security.Cryptography;
using System.Text.Json;

namespace Azu.Sessions.Bench;

/// <summary>
/// The least that a session in a store costs: the cookie found by a scan, one read by key, JSON; and one write. No MAC, no expiry, no versions.
/// </summary>
internal sealed class RawStoreApp(IRawStore store)
{
    private const string CookiePrefix = "_session=";
    private const int TokenLength = 92;

    public void Map(WebApplication app)
    {
        app.MapGet("/begin", async (HttpContext context) =>
        {
            var token = RandomNumberGenerator.GetHexString(TokenLength);
            await store.WriteAsync(token, Write(UserSession.Sample));
            context.Response.Headers.SetCookie = CookiePrefix + token;
            await Answer.WriteAsync(context, UserSession.Sample.UserName);
        });
        app.MapGet("/read", async (HttpContext context) => await Answer.WriteAsync(context, Read(await store.ReadAsync(TokenOf(context))).UserName));
        app.MapGet("/assign", async (HttpContext context) =>
        {
            var token = TokenOf(context);
            var data = Read(await store.ReadAsync(token)).Visited();
            await store.WriteAsync(token, Write(data));
            await Answer.WriteAsync(context, data.UserName);
        });
        app.MapGet("/write", async (HttpContext context) =>
        {
            var data = UserSession.Sample.Visited();
            await store.WriteAsync(TokenOf(context), Write(data));
            await Answer.WriteAsync(context, data.UserName);
        });
    }

    private static string TokenOf(HttpContext context)
    {
        var header = context.Request.Headers.Cookie.ToString();
        return header.Substring(header.IndexOf(CookiePrefix, StringComparison.Ordinal) + CookiePrefix.Length, TokenLength);
    }

    private static UserSession Read(byte[] json) => JsonSerializer.Deserialize(json, BenchJson.Default.UserSession)!;

    private static byte[] Write(UserSession data) => JsonSerializer.SerializeToUtf8Bytes(data, BenchJson.Default.UserSession);
}

/// <summary>One read and one write by key.</summary>
internal interface IRawStore
{
    Task<byte[]> ReadAsync(string key);

    Task WriteAsync(string key, byte[] value);
}
