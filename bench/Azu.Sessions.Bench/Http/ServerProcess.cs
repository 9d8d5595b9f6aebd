using System.Diagnostics;
using System.Globalization;

namespace Azu.Sessions.Bench;

/// <summary>An application under load, in a process of its own, so that the CPU time and the allocations of it are its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Uri _address;

    private ServerProcess(Process process, Uri address) => (_process, _address) = (process, address);

    public static async Task<ServerProcess> StartAsync(string app)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            ArgumentList = { "serve", app },
        };
        // Where the bench itself runs as `dotnet Azu.Sessions.Bench.dll`.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(ServerProcess).Assembly.Location);
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new BenchException($"The application '{app}' did not start.");
        return new(process, new Uri(address));
    }

    public Uri At(string path) => new(_address, path);

    /// <summary>What the process has used since it started. Allocations that are unknown are not a number.</summary>
    public async Task<(TimeSpan Cpu, double AllocatedBytes)> UsedAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        var used = (await _process.StandardOutput.ReadLineAsync() ?? throw new BenchException("A server ended during the run.")).Split(' ');
        return (TimeSpan.FromTicks(long.Parse(used[0], CultureInfo.InvariantCulture)), double.Parse(used[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Begins sessions, and returns the cookies of them.</summary>
    public async Task<string[]> BeginSessionsAsync(int count, string path = "/begin")
    {
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var client = new HttpClient(handler);
        var cookies = new string[count];
        for (var i = 0; i < count; i++)
        {
            using var response = await client.GetAsync(At(path));
            response.EnsureSuccessStatusCode();
            cookies[i] = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }

        return cookies;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
