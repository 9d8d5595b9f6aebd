using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Parallel requests of one session on three nodes of one store: nothing is lost, and every answer is explained.</summary>
internal static class NodesWrite
{
    private const int Nodes = 3;
    private const int Requests = 96;

    /// <param name="useStore">Chooses the store that the nodes share.</param>
    public static async Task ShowAsync(Action<AzuSessionsBuilder<Visitor>> useStore)
    {
        var secret = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        var apps = new List<TestApp>();
        for (var i = 0; i < Nodes; i++)
        {
            apps.Add(await TestApp.StartAsync(builder => useStore(builder.Services.AddAzuSessions<Visitor>(o => o.Secret = secret)), app =>
            {
                app.UseAzuSessions();
                app.MapPost("/count", (Session<Visitor> session) => session.Update(v => v with { Count = v.Count + 1 }));
                app.MapGet("/count", (Session<Visitor> session) => session.Data.Count);
            }));
        }

        var clients = apps.ConvertAll(app => app.NewBareClient());
        var cookie = await clients[0].BeginAsync("/count");
        var (stored, refused) = (1, 0);
        for (var round = 0; round < Tier.Of(3, 50); round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(async i =>
            {
                using var answer = await clients[i % Nodes].PostAsync("/count", cookie);
                return answer.StatusCode;
            }));
            Assert.All(answers, status =>
                Assert.Contains(status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.ServiceUnavailable]));
            stored += answers.Count(status => status == HttpStatusCode.OK);
            refused += answers.Count(status => status != HttpStatusCode.OK);
            Assert.Equal($"{stored}", await clients[0].ReadAsync("/count", cookie));
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{stored} stored, {refused} refused");
        // Other nodes are few, so ten rounds are enough for nearly all.
        Assert.InRange(refused, 0, stored / 10);
        foreach (var client in clients) client.Dispose();
        foreach (var app in apps) await app.DisposeAsync();
    }
}
