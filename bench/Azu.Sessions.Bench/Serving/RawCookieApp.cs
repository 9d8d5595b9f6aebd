using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Azu.Sessions.Bench;

/// <summary>The least that a session in an encrypted cookie costs: JSON, AES-256-GCM under one key, base64url. No expiry, no rotation, no versions.</summary>
internal sealed class RawCookieApp
{
    private const string CookiePrefix = "_session=";
    private const int NonceSize = 12, TagSize = 16;

    // One for each thread: an instance is not thread-safe, and a new one for each cookie would cost more than the encryption.
    private readonly ThreadLocal<AesGcm> _aes;

    public RawCookieApp()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        _aes = new(() => new(key, TagSize));
    }

    public void Map(WebApplication app)
    {
        app.MapGet("/begin", context => SendAsync(context, UserSession.Sample));
        app.MapGet("/read", context => Answer.WriteAsync(context, Open(context)?.UserName));
        app.MapGet("/assign", context => SendAsync(context, (Open(context) ?? UserSession.Sample).Visited()));
    }

    private Task SendAsync(HttpContext context, UserSession data)
    {
        context.Response.Headers.SetCookie = string.Concat(CookiePrefix, Seal(data), "; path=/; httponly; samesite=lax");
        return Answer.WriteAsync(context, data.UserName);
    }

    private string Seal(UserSession data)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(data, BenchJson.Default.UserSession);
        var value = new byte[NonceSize + json.Length + TagSize];
        RandomNumberGenerator.Fill(value.AsSpan(0, NonceSize));
        _aes.Value!.Encrypt(value.AsSpan(0, NonceSize), json, value.AsSpan(NonceSize, json.Length), value.AsSpan(NonceSize + json.Length));
        return Base64Url.EncodeToString(value);
    }

    private UserSession? Open(HttpContext context)
    {
        var header = context.Request.Headers.Cookie.ToString().AsSpan();
        var at = header.IndexOf(CookiePrefix, StringComparison.Ordinal);
        if (at < 0) return null;
        Span<byte> value = stackalloc byte[4096];
        var length = Base64Url.DecodeFromChars(header[(at + CookiePrefix.Length)..], value) - NonceSize - TagSize;
        Span<byte> json = stackalloc byte[length];
        _aes.Value!.Decrypt(value[..NonceSize], value.Slice(NonceSize, length), value.Slice(NonceSize + length, TagSize), json);
        return JsonSerializer.Deserialize(json, BenchJson.Default.UserSession);
    }
}
