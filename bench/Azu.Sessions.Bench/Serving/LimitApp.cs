using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Azu.Sessions.Bench;

/// <summary>
/// The least that any session on a server costs: the cookie found by a scan of the header, a look-up in a dictionary, and one SHA-256, so that
/// the dictionary need not hold what admits. No MAC, no expiry; and isolation only where the data is read from its bytes.
/// </summary>
internal sealed class LimitApp
{
    private const string CookiePrefix = "_session=";
    private const int TokenLength = 92;
    private const int SecretBytes = 32;

    private readonly ConcurrentDictionary<UInt128, Stored> _sessions = new();

    public void Map(WebApplication app)
    {
        app.MapGet("/begin", context =>
        {
            var token = RandomNumberGenerator.GetHexString(TokenLength);
            _sessions[KeyOf(token)] = new(UserSession.Sample, JsonSerializer.SerializeToUtf8Bytes(UserSession.Sample, BenchJson.Default.UserSession));
            context.Response.Headers.SetCookie = CookiePrefix + token;
            return Answer.WriteAsync(context, UserSession.Sample.UserName);
        });
        app.MapGet("/read", context => Answer.WriteAsync(context, Find(context)?.Live.UserName));
        app.MapGet("/json", context =>
            Answer.WriteAsync(context, Find(context) is { } stored ? JsonSerializer.Deserialize(stored.Json, BenchJson.Default.UserSession)?.UserName : null));
    }

    private Stored? Find(HttpContext context)
    {
        var header = context.Request.Headers.Cookie.ToString().AsSpan();
        var at = header.IndexOf(CookiePrefix, StringComparison.Ordinal);
        if (at < 0 || header.Length < at + CookiePrefix.Length + TokenLength) return null;
        return _sessions.GetValueOrDefault(KeyOf(header.Slice(at + CookiePrefix.Length, TokenLength)));
    }

    private static UInt128 KeyOf(ReadOnlySpan<char> token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(token)[..SecretBytes], hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    private sealed record Stored(UserSession Live, byte[] Json);
}
