using System.Text.Json;

namespace Azu.Cli.Tests;

/// <summary>The commands about sessions, on real stores.</summary>
public sealed class StoreCommandTests
{
    private const string Question = "Are you sure you want to clear all sessions? This will log out all users. [y/N]:";

    public static TheoryData<string> Kinds => ["redis", "postgresql", "sqlite"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_list_shows_who_is_there_without_any_secret(string kind)
    {
        await using var store = StoreUnderTest.Open(kind, isSealed: true);
        var ids = await store.CreateAsync("alice", "bob", null);

        var all = await store.Azu.RunAsync("session:list");
        Assert.Equal((0, ""), (all.ExitCode, all.Error));
        Assert.All(ids, id => Assert.Contains(id.ToString(), all.Out, StringComparison.Ordinal));
        Assert.Contains("198.51.100.7 Mozilla/5.0", all.Out, StringComparison.Ordinal);

        var hers = await store.Azu.RunAsync("session:list", "--subject", "alice");
        Assert.Contains(ids[0].ToString(), hers.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(ids[1].ToString(), hers.Out, StringComparison.Ordinal);

        var json = JsonDocument.Parse((await store.Azu.RunAsync("session:list", "--limit", "2", "--json")).Out).RootElement;
        Assert.Equal(2, json.GetProperty("sessions").GetArrayLength());
        Assert.True(json.GetProperty("more").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_empty_store_has_no_sessions(string kind)
    {
        await using var store = StoreUnderTest.Open(kind);
        Assert.Equal(0, await store.Sessions.CountAsync()); // creates the tables
        Assert.Equal("No sessions.\n", (await store.Azu.RunAsync("session:list")).Out);
        Assert.Equal("{\"sessions\": [], \"more\": false}\n", (await store.Azu.RunAsync("session:list", "--json")).Out);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Encrypted_data_is_shown_only_with_the_secret_of_the_application(string kind)
    {
        await using var store = StoreUnderTest.Open(kind, isSealed: true);
        var id = (await store.CreateAsync("alice"))[0].ToString();

        var closed = await store.Azu.RunAsync("session:show", id);
        Assert.Equal(0, closed.ExitCode);
        Assert.Contains("Data           encrypted. Set SESSION_SECRET", closed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Visits", closed.Out, StringComparison.Ordinal);

        store.Azu.Variables["SESSION_SECRET"] = SessionSecrets.Generate();
        Assert.Contains("another secret than SESSION_SECRET", (await store.Azu.RunAsync("session:show", id)).Out, StringComparison.Ordinal);

        store.Azu.Variables["SESSION_SECRET"] = StoreUnderTest.Secret;
        Assert.Contains("--application and --cookie", (await store.Azu.RunAsync("session:show", id)).Out, StringComparison.Ordinal);

        var open = await store.Azu.RunAsync("session:show", id, "--application", "shop", "--json");
        var json = JsonDocument.Parse(open.Out).RootElement;
        Assert.Equal("alice", json.GetProperty("data").GetProperty("Username").GetString());
        Assert.Equal(3, json.GetProperty("data").GetProperty("Visits").GetInt32());
        Assert.DoesNotContain(StoreUnderTest.Secret, open.All, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_revoked_session_is_gone_and_the_others_stay(string kind)
    {
        await using var store = StoreUnderTest.Open(kind);
        var ids = await store.CreateAsync("alice", "alice", "alice", "bob");

        var one = await store.Azu.RunAsync("session:revoke", ids[0].ToString());
        Assert.Equal((0, $"Revoked session {ids[0]}\n{Bound(kind)}"), (one.ExitCode, one.Out));
        Assert.Equal(1, (await store.Azu.RunAsync("session:revoke", ids[0].ToString())).ExitCode);
        Assert.Null(await store.Sessions.FindAsync(ids[0]));

        Assert.Equal($"Revoked 2 session(s) of alice\n{Bound(kind)}", (await store.Azu.RunAsync("session:revoke", "--subject", "alice")).Out);
        Assert.NotNull(await store.Sessions.FindAsync(ids[3]));
        Assert.Equal(1, await store.Sessions.CountAsync());
        Assert.Equal(0, (await store.Azu.RunAsync("session:revoke", "--expired")).ExitCode);
        Assert.Equal(1, await store.Sessions.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Clearing_asks_first_and_says_what_it_is_about(string kind)
    {
        await using var refusing = StoreUnderTest.Open(kind, new AzuShell { Answer = "n" });
        await refusing.CreateAsync("alice");
        var refused = await refusing.Azu.RunAsync("session:clear");
        Assert.Equal(3, refused.ExitCode);
        Assert.EndsWith(Question + " ", refused.Out, StringComparison.Ordinal);
        Assert.Contains(kind == "redis" ? refusing.Prefix + "*" : "sessions", refused.Out, StringComparison.Ordinal);
        Assert.Equal(1, await refusing.Sessions.CountAsync());

        await using var agreeing = StoreUnderTest.Open(kind, new AzuShell { Answer = "y" });
        await agreeing.CreateAsync("alice", "bob", null);
        var cleared = await agreeing.Azu.RunAsync("session:clear");
        Assert.Equal(0, cleared.ExitCode);
        Assert.EndsWith($"Cleared 3 session(s)\n{Bound(kind)}", cleared.Out, StringComparison.Ordinal);
        Assert.Equal(0, await agreeing.Sessions.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_anybody_to_ask_nothing_is_cleared_unless_forced(string kind)
    {
        await using var store = StoreUnderTest.Open(kind);
        await store.CreateAsync("alice", "bob");
        var refused = await store.Azu.RunAsync("session:clear");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains(Question, refused.Error, StringComparison.Ordinal);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await store.Azu.RunAsync("session:clear", "--json")).ExitCode);
        Assert.Equal(2, await store.Sessions.CountAsync());

        var forced = await store.Azu.RunAsync("session:clear", "-f", "--json");
        Assert.Equal(2, JsonDocument.Parse(forced.Out).RootElement.GetProperty("cleared").GetInt32());
        Assert.Equal(0, await store.Sessions.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Figures_count_sessions_and_those_who_are_signed_in(string kind)
    {
        await using var store = StoreUnderTest.Open(kind);
        await store.CreateAsync("alice", "bob", "carol", null);
        var json = JsonDocument.Parse((await store.Azu.RunAsync("session:stats", "--json")).Out).RootElement;
        Assert.Equal((4, 4, 3),
            (json.GetProperty("sessions").GetInt32(), json.GetProperty("sampled").GetInt32(), json.GetProperty("sampledSignedIn").GetInt32()));
        Assert.Contains("Signed in   75 %\n", (await store.Azu.RunAsync("session:stats")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_clean_up_leaves_who_is_there(string kind)
    {
        await using var store = StoreUnderTest.Open(kind);
        await store.CreateAsync("alice");
        var result = await store.Azu.RunAsync("session:cleanup", "--json");
        Assert.Equal((0, 0), (result.ExitCode, JsonDocument.Parse(result.Out).RootElement.GetProperty("removed").GetInt32()));
        Assert.Equal(1, await store.Sessions.CountAsync());
    }

    [Fact]
    public async Task An_unknown_session_is_a_failure_and_what_is_no_id_a_mistake_of_usage()
    {
        await using var store = StoreUnderTest.Open("sqlite");
        await store.CreateAsync("alice");
        var unknown = await store.Azu.RunAsync("session:show", SessionId.New().ToString());
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("There is no session", unknown.Error, StringComparison.Ordinal);
        foreach (var wrong in new[] { "zzz", "…", new string('0', 33) })
        {
            var result = await store.Azu.RunAsync("session:show", wrong);
            Assert.Equal(2, result.ExitCode);
            Assert.Contains("32 hexadecimal digits", result.Error, StringComparison.Ordinal);
        }
        // What ends a session takes a whole id only.
        Assert.Equal(2, (await store.Azu.RunAsync("session:revoke", "0123")).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_session_is_shown_by_the_beginning_of_its_id_if_no_other_begins_so(string kind)
    {
        await using var store = StoreUnderTest.Open(kind);
        // Of seventeen ids two begin with the same digit.
        var ids = (await store.CreateAsync(new string?[17])).Select(id => id.ToString()).ToList();
        foreach (var text in new[] { ids[0][..20], ids[0][..12] + "…", ids[0].ToUpperInvariant()[..31] })
            Assert.Equal(ids[0], JsonDocument.Parse((await store.Azu.RunAsync("session:show", text, "--json")).Out).RootElement.GetProperty("id").GetString());

        var shared = ids.GroupBy(id => id[..1]).First(g => g.Count() > 1);
        var several = await store.Azu.RunAsync("session:show", shared.Key);
        Assert.Equal(1, several.ExitCode);
        Assert.Contains("Give more digits:", several.Error, StringComparison.Ordinal);
        Assert.Contains(several.Error.Split('\n'), line => shared.Contains(line));
        Assert.Equal(1, (await store.Azu.RunAsync("session:show", Other(ids[0][..20]))).ExitCode);

        static string Other(string text) => text[..^1] + (text[^1] == '0' ? '1' : '0');
    }

    [Theory]
    [InlineData("redis", 5)]
    [InlineData("postgresql", 5)]
    public async Task What_the_tool_ended_may_be_admitted_for_the_longest_bound_that_nodes_have_written(string kind, int seconds)
    {
        await using var store = StoreUnderTest.Open(kind, lag: TimeSpan.FromSeconds(seconds));
        await store.NoteNodeAsync();
        var ids = await store.CreateAsync("alice", "alice", "bob");
        var revoked = await store.Azu.RunAsync("session:revoke", ids[0].ToString());
        Assert.EndsWith("Nodes that reach the store may admit them for 5 s more: the longest MaxRevocationLag that nodes have written.\n", revoked.Out,
            StringComparison.Ordinal);
        foreach (var command in new[] { new[] { "session:revoke", "--subject", "alice" }, ["session:clear", "--force"] })
        {
            var json = JsonDocument.Parse((await store.Azu.RunAsync([.. command, "--json"])).Out).RootElement;
            Assert.Equal(seconds, json.GetProperty("maxRevocationLagSeconds").GetDouble());
        }
    }

    [Theory]
    [InlineData("postgresql")]
    [InlineData("sqlite")]
    public async Task The_audit_says_that_the_tool_ended_a_session_although_the_project_says_nothing_of_an_audit(string kind)
    {
        await using var store = StoreUnderTest.Open(kind);
        var ids = await store.CreateAsync("alice", "bob", "carol");
        await store.ExecuteAsync("INSERT INTO {audit} (session_id, subject, event, at) SELECT id, subject, 'old', 1 FROM {sessions} WHERE subject = 'alice'");
        await store.Azu.RunAsync("session:revoke", ids[0].ToString());
        await store.Azu.RunAsync("session:revoke", "--subject", "bob");
        await store.Azu.RunAsync("session:clear", "--force");
        // How long notes are kept is the application's to say.
        await store.Azu.RunAsync("session:cleanup");
        Assert.Equal(
            ["alice old  ", "alice ended revoked azu", "bob ended revoked azu", "carol ended cleared azu"],
            await store.QueryAsync("SELECT subject || ' ' || event || ' ' || COALESCE(reason, '') || ' ' || COALESCE(actor, '') FROM {audit} WHERE event " +
                "<> 'signed-in' ORDER BY at, number"));
    }

    private static string Bound(string kind) => kind == "sqlite"
        ? ""
        : "Nodes that reach the store may admit them for MaxRevocationLag more: 2 s unless set.\n";

    [Theory]
    [InlineData("memory", "Restart the application")]
    [InlineData("cookie", "new secret")]
    public async Task What_is_in_the_application_or_in_browsers_cannot_be_cleared_remotely(string backend, string instead)
    {
        using var azu = new AzuShell();
        var result = await azu.RunAsync("session:clear", "--backend", backend, "--force");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cannot be cleared remotely", result.Error, StringComparison.Ordinal);
        Assert.Contains(instead, result.Error, StringComparison.Ordinal);
        foreach (var command in new[] { "session:list", "session:stats", "session:cleanup" })
            Assert.Equal(1, (await azu.RunAsync(command, "--backend", backend)).ExitCode);
        var json = JsonDocument.Parse((await azu.RunAsync("session:list", "--backend", backend, "--json")).Out).RootElement;
        Assert.Equal(1, json.GetProperty("exitCode").GetInt32());
    }
}
