using System.Globalization;
using System.Text.Json;

namespace Azu.Cli.Tests;

/// <summary>
/// What the installed tool ends is over on three processes within the bound, with names and secret right, wrong and absent: an operator in a hurry does
/// not have them at hand.
/// </summary>
[Collection(nameof(Applications))]
[Trait("Requirement", "R-39")]
public sealed class RevocationsAreHeardTests(Applications applications)
{
    private const int Sessions = 3;

    private static readonly TimeSpan s_bound = new NearCacheOptions().MaxRevocationLag;
    private static readonly string[] s_identities = ["right", "wrong", "absent"];
    private static readonly string[] s_commands = ["one", "subject", "clear"];
    private static readonly int s_calls = Tier.IsSoak ? 500 : 24;

    [Fact]
    public async Task On_Redis_every_node_hears_what_the_tool_ends_whether_or_not_it_has_the_secret_and_the_names()
    {
        await using var server = await RedisServer.StartAsync();
        await EveryNodeHearsAsync("clustered-redis", "REDIS_URL", $"redis://{server.EndPoint}");
    }

    [Fact]
    public async Task On_PostgreSQL_every_node_hears_what_the_tool_ends_whether_or_not_it_has_the_secret_and_the_names()
    {
        await using var server = await PostgresServer.StartAsync();
        await EveryNodeHearsAsync("clustered-postgresql", "DATABASE_URL", server.Url);
    }

    private async Task EveryNodeHearsAsync(string backend, string variable, string url)
    {
        using var azu = new AzuShell();
        azu.Variables[variable] = url;
        if (backend == "clustered-postgresql") await AzuAsync(azu, applications.ProjectOf(backend), ["db:migrate"]);
        await using var nodes = await SharedNodes.StartAsync(applications.ProgramOf(backend), (variable, url), ("SESSION_SECRET", StoreUnderTest.Secret));
        await nodes.UntilCopiesAreUsedAsync();

        var lags = new List<TimeSpan>();
        for (var call = 0; call < s_calls; call++)
        {
            var (command, secret, names) = (s_commands[call % 3], s_identities[call / 3 % 3], s_identities[call / 9 % 3]);
            var name = Backends.New("ann-");
            var visitors = new List<SharedVisitor>();
            for (var i = 0; i < Sessions; i++) visitors.Add(await nodes.SignInAsync(name, nodes.Nodes[i]));
            var hits = await nodes.HitsAsync();

            SharedVisitor[] ending = command == "one" ? [visitors[call % Sessions]] : [.. visitors];
            var watching = new HeardRevocations(nodes, ending).WatchAsync();
            var said = await EndAsync(azu, backend, command, secret, names, ending[0]);
            var heard = await watching;

            Assert.True(heard.Max() <= s_bound,
                $"Call {call} ({command}, secret {secret}, names {names}): a node admitted {heard.Max().TotalMilliseconds:0} ms after the end.");
            // The bound that it states is the one that the nodes have.
            Assert.Equal(s_bound.TotalSeconds, said.GetProperty("maxRevocationLagSeconds").GetDouble());
            Assert.True(await nodes.HitsAsync() > hits, "No node admitted by a copy, so there was nothing to hear.");
            foreach (var other in visitors.Except(ending)) Assert.NotEqual(false, await nodes.AdmitsAsync(nodes.Nodes[0], other));
            lags.AddRange(heard);
        }

        lags.Sort();
        var figures = string.Create(CultureInfo.InvariantCulture,
            $"{backend}: {s_calls} calls, {lags.Count} sessions on nodes, heard after {lags[lags.Count / 2].TotalMilliseconds:0} ms (median), " +
            $"{lags[^1].TotalMilliseconds:0} ms (longest)");
        TestContext.Current.SendDiagnosticMessage(figures);
        TestContext.Current.TestOutputHelper!.WriteLine(figures);
    }

    private async Task<JsonElement> EndAsync(AzuShell azu, string backend, string command, string secret, string names, SharedVisitor visitor)
    {
        azu.Variables.TryRemove("SESSION_SECRET", out _);
        if (secret != "absent") azu.Variables["SESSION_SECRET"] = secret == "right" ? StoreUnderTest.Secret : SessionSecrets.Generate();
        string[] what = command switch
        {
            "one" => ["session:revoke", visitor.Id],
            "subject" => ["session:revoke", "--subject", visitor.Name],
            _ => ["session:clear", "--force"],
        };
        // Outside of the project nothing says what the application is called; where its sessions are has to be said.
        string[] where = backend == "clustered-redis"
            ? ["--backend", "redis", "--prefix", $"{Applications.Name}:session:"]
            : ["--backend", "database", "--schema", "public"];
        string[] identity = names switch
        {
            "right" => [],
            "wrong" => ["--application", "blog", "--cookie", "_blog"],
            _ => where,
        };
        return JsonDocument.Parse(await AzuAsync(azu, names == "absent"
            ? azu.Directory
            : applications.ProjectOf(backend), [.. what, .. identity, "--json"])).RootElement;
    }

    private async Task<string> AzuAsync(AzuShell azu, string directory, string[] args)
    {
        using var process = AzuProcess.Start(azu, args, directory, applications.Tool);
        Assert.True(await process.ExitCodeAsync() == 0, process.Out + process.Error);
        Assert.Equal("", process.Error);
        return process.Out;
    }
}
