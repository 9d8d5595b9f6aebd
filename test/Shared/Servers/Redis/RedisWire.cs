using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Azu.Sessions.TestSupport;

/// <summary>
/// The protocol of Redis in the fewest words: what a test asks a server beside the client under test. A connection for each command.
/// </summary>
public static class RedisWire
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>The answer: a string, a number, null, or an array of those.</summary>
    /// <exception cref="InvalidOperationException">The server answered with an error.</exception>
    public static async Task<object?> AskAsync(int port, string? password, bool isTls, params string[] command)
    {
        using var late = new CancellationTokenSource(s_limit);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, late.Token);
        await using Stream stream = isTls ? new SslStream(client.GetStream(), false, (_, _, _, _) => true) : client.GetStream();
        if (stream is SslStream tls) await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, late.Token);
        if (password is not null) await AskAsync(stream, ["AUTH", password], late.Token);
        return await AskAsync(stream, command, late.Token);
    }

    private static async Task<object?> AskAsync(Stream stream, string[] command, CancellationToken cancellationToken)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (var part in command) text.Append(CultureInfo.InvariantCulture, $"${Encoding.Latin1.GetByteCount(part)}\r\n{part}\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text.ToString()), cancellationToken);
        return await ReadAsync(stream, cancellationToken);
    }

    private static async Task<object?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(stream, cancellationToken);
        switch (line[0])
        {
            case '+':
                return line[1..];
            case ':':
                return long.Parse(line[1..], CultureInfo.InvariantCulture);
            case '$':
                var length = int.Parse(line[1..], CultureInfo.InvariantCulture);
                if (length < 0) return null;
                var bytes = new byte[length + 2];
                await stream.ReadExactlyAsync(bytes, cancellationToken);
                return Encoding.Latin1.GetString(bytes, 0, length);
            case '*':
                var items = new object?[Math.Max(0, int.Parse(line[1..], CultureInfo.InvariantCulture))];
                for (var i = 0; i < items.Length; i++) items[i] = await ReadAsync(stream, cancellationToken);
                return items;
            default:
                throw new InvalidOperationException(line);
        }
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < 2 || line[^2] != '\r' || line[^1] != '\n')
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            line.Append((char)one[0]);
        }
        return line.ToString(0, line.Length - 2);
    }
}
