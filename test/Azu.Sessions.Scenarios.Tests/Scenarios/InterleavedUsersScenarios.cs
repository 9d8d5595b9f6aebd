using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Many users at once: every answer names its own.</summary>
[Trait("Requirement", "R-47")]
public abstract class InterleavedUsersScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    [Fact]
    public async Task Every_answer_names_its_own_user()
    {
        var users = Tier.Of(64, 100);
        var requests = Tier.Of(25, 1_000);
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
                builder.Services.AddAzuSessions<Visitor>().UseScenarioStore<Visitor, TStore>();
            },
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/login/{name}", async (string name, Session<Visitor> session) =>
                {
                    await session.SignInAsync(name);
                    session.Data = session.Data with { Name = name };
                    session.Flash.Notice = name;
                });
                app.MapPost("/count", async (Session<Visitor> session) =>
                {
                    session.Update(d => d with { Count = d.Count + 1 });
                    await Task.Yield();
                    return Say(session);
                });
                app.MapGet("/", async (Session<Visitor> session, IServiceProvider services) =>
                {
                    await Task.Yield();
                    return Say(services.GetRequiredService<Session<Visitor>>());
                });
                app.MapPost("/rotate", (Session<Visitor> session) =>
                {
                    session.RotateToken();
                    return Say(session);
                });
            });

        await Task.WhenAll(Enumerable.Range(0, users).Select(async i =>
        {
            var name = $"user{i}";
            using var browser = app.NewBrowser();
            (await browser.PostAsync($"/login/{name}", null)).EnsureSuccessStatusCode().Dispose();
            for (var request = 1; request <= requests; request++)
            {
                // Two of one visitor's own at the same time, so that sessions interleave with themselves too.
                var writing = browser.PostAsync("/count", null);
                var reading = browser.GetStringAsync("/");
                using var written = await writing;
                Assert.StartsWith($"{name}|{name}|{name}|", await written.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
                Assert.StartsWith($"{name}|{name}|{name}|", await reading, StringComparison.Ordinal);
                if (request % 10 == 0) (await browser.PostAsync("/rotate", null)).EnsureSuccessStatusCode().Dispose();
            }

            Assert.Equal($"{name}|{name}|{name}|{requests}", await browser.GetStringAsync("/"));
        }));
    }

    private static string Say(Session<Visitor> session)
    {
        session.Flash.Keep("notice");
        return $"{session.Subject}|{session.Data.Name}|{session.Flash.Notice}|{session.Data.Count}";
    }
}
