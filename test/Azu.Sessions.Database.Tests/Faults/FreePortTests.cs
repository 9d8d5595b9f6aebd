using System.Net;
using System.Net.Sockets;

namespace Azu.Sessions.Database.Tests;

/// <summary>The servers of the tests start also where something takes their port first.</summary>
public sealed class FreePortTests
{
    [Fact]
    public async Task A_server_whose_port_was_taken_gets_another()
    {
        var ports = new List<int>();
        TcpListener? intruder = null;
        try
        {
            using var server = await FreePort.UseAsync(port =>
            {
                ports.Add(port);
                intruder ??= Listening(port);
                return Task.FromResult(Listening(port));
            });
            Assert.Equal(2, ports.Count);
            Assert.Equal(ports[1], ((IPEndPoint)server.LocalEndpoint).Port);
        }
        finally
        {
            intruder?.Dispose();
        }
    }

    [Fact]
    public async Task What_does_not_start_for_another_reason_fails_at_once()
    {
        var attempts = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            FreePort.UseAsync<TcpListener>(_ => throw new InvalidOperationException($"No disk ({++attempts}).")));
        Assert.Equal(1, attempts);
    }

    private static TcpListener Listening(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new InvalidOperationException(e.Message, e);
        }
    }
}
