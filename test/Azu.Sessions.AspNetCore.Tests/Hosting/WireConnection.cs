using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Azu.Sessions.AspNetCore.Tests;

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

    /// <summary>Reads one response: its head, and exactly as many bytes as Content-Length says.</summary>
    public async Task<WireResponse> ResponseAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) head.Append(await TextAsync(1));
        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var length = lines.FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = length is null ? "" : await TextAsync(int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture));
        return new(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), lines[1..], body);
    }

    /// <summary>Breaks the connection off without a good-bye.</summary>
    public void HangUp()
    {
        _client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();

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
