using System.Globalization;
using System.Net.Http.Json;

namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>One application process.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ServerProcess _process;
    private readonly HttpClient _client;

    private NodeProcess(TemporaryDirectory directory, ServerProcess process, HttpClient client) =>
        (_directory, _process, _client) = (directory, process, client);

    public Uri Address => _client.BaseAddress!;

    /// <summary>Starts one, and waits until it may use copies; one without copies, until it answers.</summary>
    /// <param name="store">Which store: what <c>NodeStore</c> calls it, and where it is.</param>
    /// <param name="secret">What it shares with the other nodes.</param>
    /// <param name="life">How long a copy lives; null: as long as it does by default.</param>
    public static async Task<NodeProcess> StartAsync(NodeStoreAddress store, string secret, TimeSpan? life)
    {
        var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}") };
        var directory = new TemporaryDirectory();
        var (program, arguments) = ApplicationProgram.Of("Azu.Sessions.Node");
        var process = await ServerProcess.StartAsync(
            program,
            [
                .. arguments, "--environment", "Development", "--contentRoot", directory.Path,
                "--urls", client.BaseAddress.OriginalString, "--SESSION_SECRET", secret, "--store", store.Store, "--address", store.Address, .. life is { } set
                    ? ["--life", set.ToString("c", CultureInfo.InvariantCulture)]
                    : Array.Empty<string>(),
            ],
            async () => store.HasCopies ? (await CopiesAsync(client)).IsLeaseHeld != false : (await client.GetStringAsync("/")).Length > 0);
        return new(directory, process, client);
    }

    /// <summary>What its code was made by: <c>JIT</c> or <c>AOT</c>.</summary>
    public Task<string> CompilerAsync() => _client.GetStringAsync("/inside/compiler");

    /// <summary>The copies that it keeps.</summary>
    public Task<NearCacheStatistics> CopiesAsync() => CopiesAsync(_client);

    /// <summary>Whether it still finds a session.</summary>
    public async Task<bool> KnowsAsync(string id) => await _client.GetFromJsonAsync<bool>("/inside/sessions/" + id);

    /// <summary>Ends a session as an administrator does; whether that is confirmed.</summary>
    public async Task<bool> RevokeAsync(string id)
    {
        using var answer = await _client.PostAsync("/inside/revoke/" + id, null);
        return answer.IsSuccessStatusCode && await answer.Content.ReadFromJsonAsync<bool>();
    }

    /// <summary>Waits until a slow request has loaded its session.</summary>
    public async Task ArrivalAsync(string gate) => (await _client.GetAsync("/gates/" + gate)).EnsureSuccessStatusCode().Dispose();

    /// <summary>Lets slow requests go on.</summary>
    public async Task OpenAsync(string gate) => (await _client.PostAsync("/gates/" + gate, null)).EnsureSuccessStatusCode().Dispose();

    /// <summary>As a crash does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Asks it to end in good order.</summary>
    public Task StopAsync() => _process.StopAsync();

    /// <summary>Its connections stay open, and it does nothing.</summary>
    public Task PauseAsync() => _process.PauseAsync();

    public Task ResumeAsync() => _process.ResumeAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        _directory.Dispose();
    }

    private static async Task<NearCacheStatistics> CopiesAsync(HttpClient client) =>
        await client.GetFromJsonAsync<NearCacheStatistics>("/inside/copies") ?? throw new InvalidOperationException("The node keeps no copies.");
}

/// <summary>Which store the nodes share, where it is, and whether they keep copies in front of it.</summary>
public sealed record NodeStoreAddress(string Store, string Address, bool HasCopies = true);
