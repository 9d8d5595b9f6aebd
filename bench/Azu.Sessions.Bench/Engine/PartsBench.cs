using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Azu.Sessions.Bench;

/// <summary>What a request through the engine is made of, without HTTP, on one thread.</summary>
internal static class PartsBench
{
    public static async Task<MarkdownTable> RunAsync(BenchOptions options)
    {
        await using var bench = new BenchEngine();
        var token = await bench.BeginAsync();
        var forged = token[..^1] + (token[^1] == 'A' ? 'B' : 'A');
        var engine = bench.Engine;
        var tokens = engine.CookieFormat;
        tokens.Read(token, out var read);
        var presented = new ParsedToken(token.AsMemory(), read);
        var record = (await engine.Store.FindAsync(read.Id))!;
        var packed = SessionRecordFormat.Pack(record);
        var document = engine.Codec.Read(record).Data;
        var bytes = new byte[SHA256.HashSizeInBytes];

        var table = new MarkdownTable($"Parts of a request, without HTTP ({document.Length} bytes of JSON)", "part", "ns", "B");
        Measure("SHA-256 of 32 bytes", () => SHA256.HashData(bytes, bytes));
        Measure("token read", () => tokens.Read(token, out _));
        Measure("token read, forged", () => tokens.Read(forged, out _));
        Measure("find in the store", () => engine.Store.FindAsync(read.Id).GetAwaiter().GetResult());
        Measure("unpack a record", () => SessionRecordFormat.Unpack(packed));
        Measure("pack a record", () => SessionRecordFormat.Pack(record));
        Measure("JSON read", () => engine.Json.Deserialize(document, out _));
        Measure("JSON read, bare serializer", () => JsonSerializer.Deserialize(document.Span, BenchJson.Default.UserSession));
        Measure("JSON write", () => engine.Json.SerializeToScratch(UserSession.Sample));
        Measure("load", () => BenchEngine.Done(bench.Loader.LoadAsync(presented, null, StalenessPolicy.None, CancellationToken.None)));
        Measure("whole request: untouched", () => bench.Request(token, null));
        Measure("whole request: read", () => bench.Request(token, static s => _ = s.Data));
        Measure("whole request: read + write by Update", () => bench.Request(token, static s => s.Update(static d => d.Visited())));
        Measure("whole request: read + write by assignment", () => bench.Request(token, static s => s.Data = s.Data.Visited()));
        await using var none = new BenchPipeline(hasSessions: false, static _ => UserSession.Sample.UserName);
        await using var reading = new BenchPipeline(hasSessions: true, static c => c.GetSession<UserSession>().Data.UserName);
        await using var writing = new BenchPipeline(hasSessions: true, static c =>
            (c.GetSession<UserSession>().Data = c.GetSession<UserSession>().Data.Visited()).UserName);
        await using var unused = new BenchPipeline(hasSessions: true, static _ => UserSession.Sample.UserName);
        var (readCookie, writeCookie) = (await reading.BeginAsync(), await writing.BeginAsync());
        Measure("pipeline without a server: no sessions", () => none.Request(readCookie));
        Measure("pipeline without a server: anonymous", () => unused.Request(null));
        Measure("pipeline without a server: read", () => reading.Request(readCookie));
        Measure("pipeline without a server: read + write by assignment", () => writing.Request(writeCookie));
        await using var open = new RoutedPipeline(static _ => { });
        await using var members = new RoutedPipeline(static endpoint => endpoint.RequireSignIn());
        var (openCookie, memberCookie) = (await open.BeginAsync(), await members.BeginAsync());
        Measure("pipeline with routing: read", () => open.Request(openCookie));
        Measure("pipeline with routing: read, RequireSignIn", () => members.Request(memberCookie));
        return table;

        void Measure(string name, Action part)
        {
            var sample = PartSample.Of(options.PartTime, times =>
            {
                for (var i = 0; i < times; i++) part();
            });
            table.Add(name, sample.Nanoseconds.ToString("N0", CultureInfo.InvariantCulture),
                sample.AllocatedBytes.ToString("N0", CultureInfo.InvariantCulture));
        }
    }
}
