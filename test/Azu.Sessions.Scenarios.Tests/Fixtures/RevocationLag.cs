using System.Collections.Concurrent;
using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>
/// Ends sessions on one node, of which the other nodes have copies, and asks these until they refuse. Only revocations that were confirmed
/// count. Measured is until the last answer that still admitted has arrived, and until the first refusal has; from the confirmation on, by one clock.
/// </summary>
internal sealed class RevocationLag(ClusterNodes nodes)
{
    /// <summary>
    /// What a measurement may add to the bound: answers that were decided in time and arrive later, because the machine was busy. Requests that
    /// are <em>sent</em> later than the bound have no allowance.
    /// </summary>
    public static readonly TimeSpan Allowance = TimeSpan.FromMilliseconds(500);

    public static readonly TimeSpan Bound = new NearCacheOptions().MaxRevocationLag;

    private static readonly TimeProvider s_clock = TimeProvider.System;

    private readonly ConcurrentQueue<TimeSpan> _served = new();
    private readonly ConcurrentQueue<TimeSpan> _refused = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<Guest> _gone = new();
    private int _unconfirmed;

    public int Confirmed => _served.Count;

    /// <summary>Whose sessions are over.</summary>
    public IReadOnlyCollection<Guest> Gone => _gone;

    /// <summary>How long anybody was served after the end.</summary>
    public TimeSpan LongestServed => _served.Max();

    /// <summary>Until the last node had refused.</summary>
    public TimeSpan LongestUntilRefused => _refused.Max();

    /// <summary>Revokes until so many are confirmed, several at a time.</summary>
    public Task RunAsync(int confirmed, int workers = 4) => Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
    {
        for (var i = worker; Confirmed < confirmed; i += workers)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (await WelcomeAsync(i % nodes.Count) is { } guest) await RevokeAsync(i, guest);
        }
    })));

    /// <summary>Waits until so many are confirmed, however long that takes while others still are.</summary>
    public async Task UntilAsync(int confirmed, Task running)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Confirmed < confirmed && !running.IsCompleted) await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Signs somebody in whom every node then has a copy of; null: that was not possible now.</summary>
    public async Task<Guest?> WelcomeAsync(int node)
    {
        if (await nodes.SignInAsync(node, "guest") is not { } guest) return null;
        for (var i = 0; i < nodes.Count; i++)
        {
            // The first fills, the second is answered by the copy.
            for (var look = 0; look < 2; look++)
            {
                if (await nodes.AskAsync(i, guest) != HttpStatusCode.OK) return null;
            }
        }

        return guest;
    }

    /// <summary>The same for many, of whom every node has a copy when it returns.</summary>
    public async Task<IReadOnlyList<Guest>> WelcomeAllAsync(int count)
    {
        var guests = new List<Guest>();
        while (guests.Count < count)
        {
            if (await WelcomeAsync(guests.Count % nodes.Count) is { } guest) guests.Add(guest);
        }

        return guests;
    }

    /// <summary>Ends one session, on one of the first nodes, and measures until all others refuse.</summary>
    public async Task RevokeAsync(int number, Guest guest, int among = int.MaxValue)
    {
        var by = number % Math.Min(nodes.Count, among);
        if (!(number % 2 == 0 ? await nodes.RevokeAsync(by, guest) : await nodes.SignOutAsync(by, guest)))
        {
            Interlocked.Increment(ref _unconfirmed);
            return;
        }

        var confirmedAt = s_clock.GetTimestamp();
        _gone.Enqueue(guest);
        var lags = await Task.WhenAll(Enumerable.Range(0, nodes.Count).Where(n => n != by).Select(n => UntilRefusedAsync(n, guest, confirmedAt)));
        _served.Enqueue(lags.Max(l => l.Served));
        _refused.Enqueue(lags.Max(l => l.Refused));
    }

    /// <summary>Writes the figures down, and checks them against the bound.</summary>
    /// <param name="answers">Whether the store answered all the time, so that refusals came in time too, and not only in place of admissions.</param>
    public void AssertWithinBound(bool answers = true)
    {
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Confirmed} confirmed, {_unconfirmed} not; still served for {Figures(_served)}; until refused {Figures(_refused)}; hits " +
                $"{string.Join(' ', Enumerable.Range(0, nodes.Count).Select(n => nodes.Copies(n).Hits))}; interruptions " +
                $"{string.Join(' ', Enumerable.Range(0, nodes.Count).Select(n => nodes.Copies(n).Interruptions))}");
        Assert.Empty(_complaints);
        Assert.InRange(LongestServed, TimeSpan.Zero, Bound + Allowance);
        // Who is not admitted any more still waits for the store, which has its own deadline.
        if (answers) Assert.InRange(LongestUntilRefused, TimeSpan.Zero, Bound + new SessionResilienceOptions().TotalTimeout + Allowance);
        // It was the copies that were put to the test.
        for (var node = 0; node < nodes.Count; node++) Assert.NotEqual(0, nodes.Copies(node).Hits);
    }

    private static string Figures(ConcurrentQueue<TimeSpan> lags)
    {
        var sorted = lags.Order().ToArray();
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"p50 {At(0.5):0.0} p99 {At(0.99):0.0} max {At(1):0.0} ms");

        double At(double part) => sorted[(int)((sorted.Length - 1) * part)].TotalMilliseconds;
    }

    private async Task<(TimeSpan Served, TimeSpan Refused)> UntilRefusedAsync(int node, Guest guest, long confirmedAt)
    {
        (TimeSpan Served, TimeSpan Refused) lag = default;
        await Eventually.HoldsAsync(async () =>
        {
            var sentAfter = s_clock.GetElapsedTime(confirmedAt);
            var status = await nodes.AskAsync(node, guest);
            lag.Refused = s_clock.GetElapsedTime(confirmedAt);
            if (status == HttpStatusCode.OK)
            {
                lag.Served = lag.Refused;
                if (sentAfter > Bound) _complaints.Enqueue($"Node {node} admitted a request that was sent {sentAfter.TotalMilliseconds:0} ms after the " +
                    $"revocation.");
            }
            else if (status is not (HttpStatusCode.Unauthorized or HttpStatusCode.ServiceUnavailable))
            {
                // A node that can neither use its copy nor ask the store admits nobody, and says so.
                _complaints.Enqueue($"Node {node} answered {status}.");
            }

            return status == HttpStatusCode.Unauthorized;
        });
        return lag;
    }
}
