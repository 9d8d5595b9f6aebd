using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Azu.Sessions.TestSupport;

/// <summary>One HTTP/1.1 connection, byte by byte as the test says. Text is Latin-1, so that any byte can be sent and seen.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly SecretSink _sink;
    private readonly byte[] _one = new byte[1];
    private bool _received;

    private RawConnection(TcpClient client, SecretSink sink) => (_client, _stream, _sink) = (client, client.GetStream(), sink);

    public static async Task<RawConnection> OpenAsync(TestApp app)
    {
        var client = new TcpClient();
        await client.ConnectAsync(app.Address.Host, app.Address.Port);
        return new(client, app.Sink);
    }

    /// <summary>Whether any byte has come since the last response was read.</summary>
    public bool HasReceived => _received || _client.Available > 0;

    /// <summary>Sends a request of this method, path and header lines, and reads the response.</summary>
    public async Task<RawResponse> SendAsync(string method, string path, params string[] headers)
    {
        await WriteAsync(Request(method, path, headers));
        return await ReadAsync(method == "HEAD");
    }

    public static string Request(string method, string path, params string[] headers) =>
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n";

    public async Task WriteAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Reads one response. A connection that ends too early shows in <see cref="RawResponse.IsComplete"/>.</summary>
    public async Task<RawResponse> ReadAsync(bool isHead = false)
    {
        _received = false;
        var head = await ReadHeadAsync();
        if (head is null) return new(0, [], "", IsComplete: false);
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = lines.Skip(1).Select(l => l.Split(':', 2)).Select(p => new KeyValuePair<string, string>(p[0].Trim(), p[1].Trim())).ToArray();
        foreach (var cookie in headers.Where(h => h.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))) _sink.NoteToken(cookie.Value.Split(';')[0]
            .Split('=', 2)[1]);
        var response = new RawResponse(status, headers, "", IsComplete: true);
        if (isHead || status is 204 or 304 or 101) return response;
        if (response["Transfer-Encoding"] == "chunked") return await ReadChunksAsync(response);
        var length = int.Parse(response["Content-Length"] ?? "0", CultureInfo.InvariantCulture);
        var body = await ReadExactlyAsync(length);
        return response with { Body = body, IsComplete = body.Length == length };
    }

    /// <summary>Whether the server has closed the connection. Waits for it, or for a byte that nobody asked for.</summary>
    public async Task<bool> IsClosedByServerAsync() => (await ReadExactlyAsync(1)).Length == 0;

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    /// <summary>Hangs up without a goodbye.</summary>
    public void Reset()
    {
        _client.Client.LingerState = new(enable: true, seconds: 0);
        _client.Close();
    }

    private async Task<string?> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var next = await ReadExactlyAsync(1);
            if (next.Length == 0) return null;
            head.Append(next);
        }

        return head.ToString();
    }

    private async Task<RawResponse> ReadChunksAsync(RawResponse response)
    {
        var body = new StringBuilder();
        while (true)
        {
            var line = new StringBuilder();
            while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
            {
                var next = await ReadExactlyAsync(1);
                if (next.Length == 0) return response with { Body = body.ToString(), IsComplete = false };
                line.Append(next);
            }

            var length = int.Parse(line.ToString().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var chunk = await ReadExactlyAsync(length + 2);
            if (chunk.Length < length + 2) return response with { Body = body.ToString(), IsComplete = false };
            body.Append(chunk.AsSpan(0, length));
            if (length == 0) return response with { Body = body.ToString() };
        }
    }

    private async Task<string> ReadExactlyAsync(int length)
    {
        var bytes = length == 1 ? _one : new byte[length];
        try
        {
            var read = await _stream.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false);
            _received |= read > 0;
            return Encoding.Latin1.GetString(bytes, 0, read);
        }
        catch (IOException)
        {
            return "";
        }
    }
}

/// <summary>What came back.</summary>
internal sealed record RawResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body, bool IsComplete)
{
    /// <summary>The first header of that name; null: none.</summary>
    public string? this[string name] => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Every Set-Cookie header.</summary>
    public IEnumerable<string> SetCookies => Headers.Where(h => h.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)).Select(h => h.Value);

    /// <summary>The <c>name=value</c> of the one cookie that was set.</summary>
    public string Cookie => Assert.Single(SetCookies).Split(';')[0];

    /// <summary>The header line that sends that cookie back.</summary>
    public string CookieLine => "Cookie: " + Cookie;
}
