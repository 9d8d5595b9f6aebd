using System.Net;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>
/// A client whose session is spoilt, and that asks for it as fast as it can, takes nothing from the others. With the resilience that users have.
/// </summary>
[Trait("Requirement", "R-50")]
[Trait("Requirement", "R-96")]
public sealed class SpoiltSessionFloodTests
{
    private const int Floods = 8;

    [Theory]
    [InlineData(Spoilt.MixedUp)]
    [InlineData(Spoilt.Newer)]
    public async Task The_others_are_served_while_one_client_asks_for_its_spoilt_session_all_the_time(Spoilt how)
    {
        var store = new SpoilingStore(how);
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddAzuSessions<Visitor>().UseStore(store),
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
                app.MapPost("/count", (Session<Visitor> session) => session.Update(v => v with { Count = v.Count + 1 })).RequireSession();
                app.MapGet("/id", (Session<Visitor> session) => session.Id.ToString());
                app.MapGet("/who", (Session<Visitor> session) => $"{session.Subject} {session.Data.Count}").RequireSession();
            });
        using var client = app.NewBareClient();
        var mallory = await client.BeginAsync("/login/mallory");
        var alice = await client.BeginAsync("/login/alice");
        store.Spoil(SessionId.Parse(await client.ReadAsync("/id", mallory)), SessionId.Parse(await client.ReadAsync("/id", alice)));

        using var over = new CancellationTokenSource();
        var floods = Enumerable.Range(0, Floods).Select(_ => Task.Run(() => FloodAsync(client, mallory, over.Token))).ToArray();
        for (var i = 1; i <= 200; i++)
        {
            using var written = await client.PostAsync("/count", alice);
            Assert.Equal(HttpStatusCode.OK, written.StatusCode);
            Assert.Equal($"alice {i}", await client.ReadAsync("/who", alice));
        }

        await over.CancelAsync();
        Assert.True((await Task.WhenAll(floods)).Sum() > 200, "The flood was none.");
        var circuits = (await app.Services.GetRequiredService<SessionManager<Visitor>>().GetStatisticsAsync()).Circuits!.Value;
        Assert.Equal((SessionCircuitState.Closed, SessionCircuitState.Closed, SessionCircuitState.Closed), (circuits.Find, circuits.Write, circuits.Remove));
    }

    /// <summary>Returns how many requests were refused.</summary>
    private static async Task<int> FloodAsync(HttpClient client, string cookie, CancellationToken over)
    {
        for (var refused = 0; ; refused++)
        {
            if (over.IsCancellationRequested) return refused;
            using var answer = refused % 2 == 0 ? await client.GetAsync("/who", cookie) : await client.PostAsync("/count", cookie);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }
    }

    public enum Spoilt
    {
        /// <summary>The store answers with another session's record.</summary>
        MixedUp,

        /// <summary>A newer version of the library wrote the record.</summary>
        Newer,
    }

    private sealed class SpoilingStore(Spoilt how) : ForwardingStore(new DurableStore())
    {
        private SessionId _spoilt, _other;

        public void Spoil(SessionId spoilt, SessionId other) => (_spoilt, _other) = (spoilt, other);

        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
            id != _spoilt || id == default ? base.FindAsync(id, cancellationToken)
            : how == Spoilt.MixedUp ? base.FindAsync(_other, cancellationToken)
            : throw new SessionUnreadableException("A newer version wrote the record.", id);
    }
}
