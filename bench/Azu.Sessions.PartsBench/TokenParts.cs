using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;

namespace Azu.Sessions.PartsBench;

/// <summary>The check of a cookie's token.</summary>
public class TokenParts
{
    private readonly byte[] _bytes = new byte[SHA256.HashSizeInBytes];
    private readonly string[] _tokens = new string[2];
    private TokenProtector _protector = null!;
    private string _known = "", _forged = "";
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        _protector = new(new(new SessionKey(RandomNumberGenerator.GetBytes(32))), "bench", "_session");
        _known = _protector.Write(SessionId.New(), SessionSecret.New(), isSignedIn: true);
        _forged = _known[..^1] + (_known[^1] == 'A' ? 'B' : 'A');
        // Two secrets of one session push each other out of the memory of verified tokens.
        var id = SessionId.New();
        for (var i = 0; i < _tokens.Length; i++) _tokens[i] = _protector.Write(id, SessionSecret.New(), isSignedIn: true);
    }

    [Benchmark(Description = "floor: SHA-256 of 32 bytes", Baseline = true)]
    public int Sha256() => SHA256.HashData(_bytes, _bytes);

    [Benchmark(Description = "token, verified before")]
    public bool Known() => _protector.Read(_known, out _) == TokenReading.Valid;

    [Benchmark(Description = "token, for the first time")]
    public bool New() => _protector.Read(_tokens[_next ^= 1], out _) == TokenReading.Valid;

    [Benchmark(Description = "token, forged")]
    public bool Forged() => _protector.Read(_forged, out _) == TokenReading.Forged;
}
