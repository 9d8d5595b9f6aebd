using System.Globalization;
using Azu.Sessions;

namespace Azu.Cli;

/// <summary>
/// Figures of a store at one moment. The number of signed-in sessions and their size are estimated from the first ones. Those are a fair sample:
/// stores list sessions in the order of their random ids, or in none.
/// </summary>
internal sealed record StoreFigures(DateTimeOffset At, long Sessions, TimeSpan? Age, int Sampled, int SignedIn, long Bytes, TimeSpan Answer)
{
    private const int Sample = 1_000;

    /// <summary>How many; where they are not counted but estimated, with the age of the figure, as the dashboard says it.</summary>
    public string SessionsText => Age is { TotalSeconds: >= 1 } age
        ? string.Create(CultureInfo.InvariantCulture, $"about {Sessions} (the estimate is {age.TotalSeconds:0} s old)")
        : Sessions.ToString(CultureInfo.InvariantCulture);

    public string SignedInText => Sampled == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * SignedIn / Sampled:0} %{Of}");

    public string MeanBytesText => Sampled == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Bytes / Sampled} bytes each{Of}");

    public string AnswerText => string.Create(CultureInfo.InvariantCulture, $"{Answer.TotalMilliseconds:0.0} ms");

    private string Of => Sampled < Sessions ? $" (of {Sampled} looked at)" : "";

    /// <param name="sessions">The sessions.</param>
    /// <param name="time">The time.</param>
    /// <param name="isRepeated">Whether it is done again and again: then sessions are estimated where the store can, so that watching costs little.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<StoreFigures> TakeAsync(SessionManager<SessionItems> sessions, TimeProvider time, bool isRepeated, CancellationToken cancellation)
    {
        // Connects, so that the connection is not in the measurement. A store that is down fails here, with a message that names no random id.
        var estimate = await sessions.EstimateCountAsync(cancellation);
        var start = time.GetTimestamp();
        await sessions.FindAsync(SessionId.New(), cancellation);
        var answer = time.GetElapsedTime(start);

        var (sampled, signedIn, bytes) = (0, 0, 0L);
        await foreach (var session in sessions.ListAsync(SessionQuery.All, cancellation))
        {
            if (session.Subject is not null) signedIn++;
            bytes += session.PayloadBytes;
            if (++sampled == Sample) break;
        }

        var (count, age) = isRepeated && estimate is { } about ? (about.Count, about.Age) : (await sessions.CountAsync(cancellation), (TimeSpan?)null);
        return new(time.GetUtcNow(), count, age, sampled, signedIn, bytes, answer);
    }
}
