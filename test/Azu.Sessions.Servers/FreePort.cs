using System.Net;
using System.Net.Sockets;

namespace Azu.Sessions.Servers;

/// <summary>A loopback port that nobody listens on.</summary>
public static class FreePort
{
    private static readonly Lock s_lock = new();
    private static readonly HashSet<int> s_given = [];

    /// <summary>A port that was free a moment ago, and that this process is given only once.</summary>
    /// <param name="alsoFreeAt">How far above it a second port must be free too, as the bus of a Redis cluster needs it; 0: none.</param>
    public static int Next(int alsoFreeAt = 0)
    {
        lock (s_lock)
        {
            while (true)
            {
                var port = Listen(0);
                if (port is null || (alsoFreeAt != 0 && (port + alsoFreeAt > IPEndPoint.MaxPort || Listen(port.Value + alsoFreeAt) is null))) continue;
                if (s_given.Add(port.Value)) return port.Value;
            }
        }
    }

    private static int? Listen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
