using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Azu.Sessions.PartsBench;

/// <summary>A payload and a cookie under AES-256-GCM, beside the bare algorithm on a payload.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class EncryptionParts : IDisposable
{
    private readonly AesGcm _aes = new(RandomNumberGenerator.GetBytes(32), 16);
    private readonly byte[] _nonce = RandomNumberGenerator.GetBytes(12), _tag = new byte[16];
    private byte[] _payload = [], _context = [], _encrypted = [], _bareEncrypted = [], _plaintext = [];
    private PayloadEncryptor _encryptor = null!;
    private SelfContainedCookie _cookie = null!;
    private SessionRecord _record = null!;
    private string _token = "", _forged = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var keys = new KeyRing(new SessionKey(RandomNumberGenerator.GetBytes(32)));
        var encryptors = new PayloadEncryptorFactory(new(), keys, "bench", "_session", TimeProvider.System);
        _record = await SampleRecord.MakeAsync();
        _payload = _record.Payload.ToArray();
        (_bareEncrypted, _plaintext) = (new byte[_payload.Length], new byte[_payload.Length]);
        _aes.Encrypt(_nonce, _payload, _bareEncrypted, _tag);
        _encryptor = encryptors.Create("payload");
        _context = EncryptionContext.Of(_record.Id, _record.Subject, _record.Generation);
        _encrypted = _encryptor.Seal(_payload, _context);
        _cookie = new(encryptors.Create("cookie"), keys, new(), revocations: null, TimeProvider.System);
        _token = _cookie.Renew(_record)!;
        _forged = _token[..^2] + (_token[^2] == 'A' ? 'B' : 'A') + _token[^1];
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _aes.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "floor: AES-GCM encrypts the payload", Baseline = true), BenchmarkCategory("encrypt")]
    public void BareEncrypt() => _aes.Encrypt(_nonce, _payload, _bareEncrypted, _tag);

    [Benchmark(Description = "payload, encrypt"), BenchmarkCategory("encrypt")]
    public byte[] Encrypt() => _encryptor.Seal(_payload, _context);

    [Benchmark(Description = "encrypted cookie, write"), BenchmarkCategory("encrypt")]
    public string? WriteCookie() => _cookie.Renew(_record);

    [Benchmark(Description = "floor: AES-GCM decrypts the payload", Baseline = true), BenchmarkCategory("decrypt")]
    public void BareDecrypt() => _aes.Decrypt(_nonce, _bareEncrypted, _tag, _plaintext);

    [Benchmark(Description = "payload, decrypt"), BenchmarkCategory("decrypt")]
    public bool Decrypt() => _encryptor.TryOpen(_encrypted, _context, out _) == DecryptionResult.Opened;

    [Benchmark(Description = "encrypted cookie, read"), BenchmarkCategory("decrypt")]
    public bool ReadCookie() => _cookie.Read(_token, out _) == TokenReading.Valid;

    [Benchmark(Description = "encrypted cookie, forged"), BenchmarkCategory("decrypt")]
    public bool ReadForged() => _cookie.Read(_forged, out _) == TokenReading.Forged;
}
