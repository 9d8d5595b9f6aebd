using System.Collections.Concurrent;
using System.Globalization;

namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>Processes end while visitors click.</summary>
public abstract class EndScenarios(NodeFleet fleet) : FleetScenarios(fleet)
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private int _answers;
    private volatile bool _isOver;

    [Fact]
    [Trait("Requirement", "R-101")]
    public async Task Nothing_that_was_confirmed_is_lost_when_processes_end()
    {
        var visitors = new List<Visitor>();
        for (var i = 0; i < 8; i++)
        {
            var visitor = new Visitor(Fleet.NewName(), Fleet.NewBrowser());
            await visitor.Browser.DoAsync("/login/" + visitor.Name);
            visitors.Add(visitor);
        }

        var visits = visitors.Select(visitor => Task.Run(() => VisitAsync(visitor))).ToArray();
        await UntilMoreAsync();
        await Fleet[0].StopAsync();
        await UntilMoreAsync();
        await Fleet[1].KillAsync();
        await UntilMoreAsync();
        _isOver = true;
        await Task.WhenAll(visits);

        Assert.Empty(_complaints);
        foreach (var visitor in visitors)
        {
            var words = (await visitor.Browser.ReadAsync("/fresh", Fleet[2])).Split('|');
            Assert.Equal(visitor.Name, words[0]);
            Assert.InRange(int.Parse(words[3], CultureInfo.InvariantCulture), visitor.Confirmed, visitor.Confirmed + visitor.Unconfirmed);
            visitor.Browser.Dispose();
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{visitors.Sum(v => v.Confirmed)} writes confirmed, {visitors.Sum(v => v.Unconfirmed)} without an " +
            $"answer");
    }

    private Task UntilMoreAsync()
    {
        var before = Volatile.Read(ref _answers);
        return Eventually.HoldsAsync(() => Volatile.Read(ref _answers) > before + 300);
    }

    private async Task VisitAsync(Visitor visitor)
    {
        while (!_isOver)
        {
            try
            {
                using var answer = await visitor.Browser.PostAsync("/count");
                if (answer.StatusCode == HttpStatusCode.OK && await answer.Content.ReadAsStringAsync() == visitor.Name) visitor.Confirmed++;
                else _complaints.Enqueue($"{visitor.Name} got {answer.StatusCode}.");
                Interlocked.Increment(ref _answers);
            }
            catch (HttpRequestException)
            {
                // Nobody is there, or is gone before the answer. The next request goes to the next node.
                visitor.Unconfirmed++;
                await Task.Delay(1);
            }
        }
    }

    private sealed class Visitor(string name, Browser browser)
    {
        public string Name => name;

        public Browser Browser => browser;

        public int Confirmed { get; set; }

        public int Unconfirmed { get; set; }
    }
}
