using System.Diagnostics;
using System.Globalization;

namespace Azu.Sessions.Bench;

/// <summary>An application under load, in a process of its own, so that the CPU time and the allocations of it are its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(string app)
    {
        var start = ExpressApp.Has(app) ? ExpressApp.Start(app) : Own(app);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        if (app != GarnetApp.Name) Cores.PinApplication(start);
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new BenchException($"The application '{app}' did not start.");
        return new(process, new Uri(address));
    }

    public Uri At(string path) => new(Address, path);

    /// <summary>What the process has used since it started. Allocations that are unknown are not a number.</summary>
    public async Task<(TimeSpan Cpu, double AllocatedBytes)> UsedAsync()
    {
        var used = (await AskAsync("used")).Split(' ');
        return (TimeSpan.FromTicks(long.Parse(used[0], CultureInfo.InvariantCulture)), double.Parse(used[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Bytes that its objects hold after a full collection.</summary>
    public async Task<double> HeldAsync() => double.Parse(await AskAsync(BenchServer.Held), CultureInfo.InvariantCulture);

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
            // The longest is the session's. The near cache adds a short marker of a write, which browsers soon forget.
            cookies[i] = response.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).MaxBy(c => c.Length)!;
        }

        return cookies;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        return await _process.StandardOutput.ReadLineAsync() ?? throw new BenchException("A server ended during the run.");
    }

    private static ProcessStartInfo Own(string app)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, ArgumentList = { "serve", app } };
        // Where the bench itself runs as `dotnet Azu.Sessions.Bench.dll`.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(ServerProcess).Assembly.Location);
        return start;
    }
}
