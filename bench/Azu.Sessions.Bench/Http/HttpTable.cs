using System.Globalization;
using System.Text.Json;

namespace Azu.Sessions.Bench;

/// <summary>The runs of one or more sections as one table.</summary>
internal static class HttpTable
{
    private static readonly int s_payload = new SessionPayload(
        JsonSerializer.SerializeToUtf8Bytes(UserSession.Sample, BenchJson.Default.UserSession), default, default, default, default).ToBytes().Length;

    public static MarkdownTable Of(string title, BenchOptions options, params IReadOnlyList<HttpRun> runs)
    {
        var none = Median.Of(runs[0].Samples[Contender.None].Select(s => s.RequestsPerSecond));
        var table = new MarkdownTable(
            string.Create(CultureInfo.InvariantCulture,
                $"{title}: median of {options.Rounds} interleaved rounds of {options.RoundSeconds} s (none: {none:N0} requests/s)"),
            "contender", "requests/s, none = 1", "CPU added, µs", "B/request added", "round trips", "store server's CPU, µs",
            "held by the application, B/session", "held by the store, B/session", "requests/s against its peer", "budget");
        var shown = new HashSet<string>();
        foreach (var run in runs)
        {
            // A contender that several sections run for comparison has one row, of the first.
            foreach (var contender in run.Contenders.Where(c => shown.Add(c.Name))) table.Add(Row(run, contender));
        }

        return table;
    }

    private static string[] Row(HttpRun run, Contender contender)
    {
        var figures = new HttpFigures(run, contender);
        return
        [
            contender.Name,
            Text(figures.Share, "0.00"),
            Text(figures.AddedMicroseconds, "0.0"),
            Text(figures.AddedBytes, "0"),
            Text(figures.RoundTrips, "0.00"),
            Text(figures.StoreMicroseconds, "0.0"),
            Text(figures.Held.Application, "0"),
            Text(figures.Held.Store, "0"),
            figures.OfPeer is { } times ? Text(times, "0.00") + " ×" : "",
            contender.Budget is { } budget ? string.Join(", ", Limits(budget, figures)) : "",
        ];
    }

    private static IEnumerable<string> Limits(Budget budget, HttpFigures figures)
    {
        // What clients and nodes send for themselves in the background is no round trip of a request.
        const double Slack = 0.1;
        if (budget.MaxAddedMicroseconds is { } cpu) yield return Limit(figures.AddedMicroseconds <= cpu, $"≤ {Text(cpu, "0.0")} µs");
        if (budget.MinShare is { } part) yield return Limit(figures.Share >= part, $"≥ {Text(part, "0.00")}");
        if (budget.MinOfPeer is { } least) yield return Limit(figures.OfPeer >= least, $"≥ {Text(least, "0.00")} ×");
        foreach (var (other, times) in budget.MinOfOthers)
        {
            var made = figures.Times(other);
            yield return Limit(made >= times, $"≥ {Text(times, "0.00")} × {other}: {Text(made, "0.00")}");
        }

        if (budget.MaxBytes is { } most) yield return Limit(figures.AddedBytes <= most, $"≤ {Text(most, "0")} B");
        if (budget.MaxBytesOverData is { } over)
            yield return Limit(figures.BytesOverData <= over, $"≤ {Text(over, "0")} B beyond the data: {Text(figures.BytesOverData, "0")}");
        if (budget.MaxRoundTrips is { } trips) yield return Limit(figures.RoundTrips <= trips + Slack, $"≤ {Text(trips, "0")} round trips");
        if (budget.MaxStoreOfPeer is { } store)
            yield return Limit(figures.StoreOfPeer <= store, $"≤ {Text(store, "0.0")} × the store's CPU: {Text(figures.StoreOfPeer, "0.00")}");
        if (budget.MaxHeldOverPayload is { } held)
        {
            var made = (budget.IsHeldByStore ? figures.Held.Store : figures.Held.Application) - s_payload;
            yield return Limit(made <= held, $"≤ {Text(held, "0")} B held beyond the payload: {Text(made, "0")}");
        }
    }

    private static string Limit(bool isKept, string limit) => isKept ? limit : $"**{limit} missed**";

    private static string Text(double value, string format) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
}
