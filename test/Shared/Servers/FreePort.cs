using System.Net;
using System.Net.Sockets;

namespace Azu.Sessions.TestSupport;

/// <summary>A loopback port that nobody listens on.</summary>
public static class FreePort
{
    private const int MaxAttempts = 5;
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

    /// <summary>Starts a server on a free port; on another one, where something has taken the port before the server could.</summary>
    /// <param name="startAsync">Starts it; what it throws has the words of the system.</param>
    /// <param name="alsoFreeAt">As for <see cref="Next"/>.</param>
    public static async Task<T> UseAsync<T>(Func<int, Task<T>> startAsync, int alsoFreeAt = 0)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await startAsync(Next(alsoFreeAt));
            }
            catch (InvalidOperationException e) when (attempt < MaxAttempts && e.Message.Contains("Address already in use", StringComparison.OrdinalIgnoreCase))
            {
                // The next one is another: no port is given twice.
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
