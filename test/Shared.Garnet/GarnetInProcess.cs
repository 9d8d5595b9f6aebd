using System.Globalization;
using System.Net;
using Garnet;
using Garnet.server;

namespace Azu.Sessions.TestSupport;

/// <summary>A Garnet of the tests' own inside their process, on a free loopback port, that keeps nothing on disk.</summary>
public sealed class GarnetInProcess : IAsyncDisposable
{
    private readonly GarnetServer _server;

    private GarnetInProcess(int port, Action<GarnetServerOptions>? configure)
    {
        Port = port;
        var options = new GarnetServerOptions
        {
            QuietMode = true,
            EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
            EnableLua = true,
            LuaTransactionMode = true,
            LuaOptions = new LuaOptions(),
            // Enough for the tests. By itself Garnet takes 128 MB for the index alone.
            IndexMemorySize = "8m",
            LogMemorySize = "64m",
        };
        configure?.Invoke(options);
        _server = new GarnetServer(options);
        _server.Start();
    }

    public int Port { get; }

    /// <summary>As StackExchange.Redis reads it.</summary>
    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Starts one as the documents ask for it: with scripts, each of which runs as one step.</summary>
    /// <param name="configure">Changes its options.</param>
    public static Task<GarnetInProcess> StartAsync(Action<GarnetServerOptions>? configure = null) =>
        FreePort.UseAsync(port => Task.FromResult(new GarnetInProcess(port, configure)));

    /// <summary>Sends one command over a connection of its own. Text is Latin-1: a byte is a character.</summary>
    public Task<object?> AskAsync(params string[] command) => RedisWire.AskAsync(Port, null, isTls: false, command);

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}
