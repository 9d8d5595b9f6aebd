using System.Security.Cryptography;

namespace Azu.Sessions.Bench;

/// <summary>The cookies that the load generator sends in turn, one file per contender.</summary>
internal sealed class CookieFiles : IDisposable
{
    // More sessions than connections, so that two requests of one session are hardly ever under way at once: that would measure merging.
    private const int Sessions = 256;

    // A node remembers the last writes. A cookie from before them, sent again and again, would measure merging too.
    private const int ManySessions = 8_192;
    private const int TokenBytes = 69;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("azu-bench-");

    public async Task<string> WriteAsync(ServerProcess server, CookieKind kind)
    {
        string[] cookies = kind switch
        {
            CookieKind.Absent => ["-"],
            CookieKind.Foreign =>
                [.. Enumerable.Range(0, Sessions)
                .Select(_ => "_session=" + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)))],
            CookieKind.Forged => [.. (await server.BeginSessionsAsync(Sessions)).Select(Forge)],
            CookieKind.OwnOfMany => await server.BeginSessionsAsync(ManySessions),
            CookieKind.SignedIn => await server.BeginSessionsAsync(Sessions, "/sign-in"),
            _ => await server.BeginSessionsAsync(Sessions),
        };
        var path = Path.Combine(_directory.FullName, Path.GetRandomFileName());
        await File.WriteAllLinesAsync(path, cookies);
        return path;
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static string Forge(string cookie) => cookie[..^1] + (cookie[^1] == 'A' ? 'B' : 'A');
}
