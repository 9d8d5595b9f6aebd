using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Azu.Sessions.Bench;

/// <summary>
/// The least that any session on a server costs: the cookie found by a scan of the header, a look-up in a dictionary, and one SHA-256, so that
/// the dictionary need not hold what admits. No MAC, no expiry, no isolation.
/// </summary>
internal sealed class LimitApp
{
    private const string CookiePrefix = "_session=";
    private const int TokenLength = 92;
    private const int SecretBytes = 32;

    private readonly ConcurrentDictionary<UInt128, UserSession> _sessions = new();

    public void Map(WebApplication app)
    {
        app.MapGet("/begin", context =>
        {
            var token = RandomNumberGenerator.GetHexString(TokenLength);
            _sessions[KeyOf(token)] = UserSession.Sample;
            context.Response.Headers.SetCookie = CookiePrefix + token;
            return Answer.WriteAsync(context, UserSession.Sample.UserName);
        });
        app.MapGet("/read", context => Answer.WriteAsync(context, Find(context)?.UserName));
    }

    private UserSession? Find(HttpContext context)
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
}
