using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Azu.Sessions.TestSupport;

/// <summary>One TCP connection that says exactly what it is told, reads exactly what a response announces, and can hang up.</summary>
internal sealed class WireConnection : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly Uri _address;

    private WireConnection(Uri address) => _address = address;

    public static async Task<WireConnection> OpenAsync(Uri address)
    {
        var connection = new WireConnection(address);
        await connection._client.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    public Task RequestAsync(string method, string path, string? cookie, string extraHeaders = "") =>
        SendAsync($"{method} {path} HTTP/1.1\r\nHost: {_address.Authority}\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}{extraHeaders}\r\n");

    public async Task SendAsync(string text) => await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Whether the peer has sent something that is not read yet.</summary>
    public bool HasAnswer => _client.Available > 0;

    /// <summary>Reads one response: its head, and exactly as many bytes as Content-Length or the chunks say.</summary>
    public async Task<WireResponse> ResponseAsync()
    {
        var lines = (await UntilAsync("\r\n\r\n")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var response = new WireResponse(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), lines[1..], "");
        if (response.Header("Content-Length") is { } length) return response with { Body = await TextAsync(int.Parse(length, CultureInfo.InvariantCulture)) };
        return response.Header("Transfer-Encoding") is null ? response : response with { Body = await ChunksAsync() };
    }

    /// <summary>Breaks the connection off without a good-bye.</summary>
    public void HangUp()
    {
        _client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> ChunksAsync()
    {
        var body = new StringBuilder();
        while (true)
        {
            var length = int.Parse((await UntilAsync("\r\n")).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(await TextAsync(length));
            await UntilAsync("\r\n");
            if (length == 0) return body.ToString();
        }
    }

    private async Task<string> UntilAsync(string end)
    {
        var text = new StringBuilder();
        do text.Append(await TextAsync(1));
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal));
        return text.ToString();
    }

    private async Task<string> TextAsync(int bytes)
    {
        var buffer = new byte[bytes];
        using var tooLate = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _client.GetStream().ReadExactlyAsync(buffer, tooLate.Token);
        return Encoding.Latin1.GetString(buffer);
    }
}

internal sealed record WireResponse(int Status, IReadOnlyList<string> Headers, string Body)
{
    public string? Header(string name) =>
        Headers.FirstOrDefault(h => h.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
