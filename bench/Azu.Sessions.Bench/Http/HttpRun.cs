namespace Azu.Sessions.Bench;

/// <summary>What the contenders of one section did, side by side.</summary>
/// <param name="Title">What the section is about.</param>
/// <param name="Contenders">The rows; the first is the endpoint without any session.</param>
/// <param name="Samples">A sample for each round, by contender.</param>
/// <param name="RoundTrips">What the store server received for a request, by contender; not a number where that is unknown.</param>
/// <param name="Held">What a session holds, by contender, where that was measured.</param>
internal sealed record HttpRun(
    string Title,
    IReadOnlyList<Contender> Contenders,
    IReadOnlyDictionary<string, List<HttpSample>> Samples,
    IReadOnlyDictionary<string, double> RoundTrips,
    IReadOnlyDictionary<string, HeldBytes> Held)
{
    /// <summary>The median of a relation between two contenders in the same rounds.</summary>
    public double Related(string own, string other, Func<HttpSample, HttpSample, double> relate) => Median.Of(Samples[own].Zip(Samples[other], relate));

    /// <summary>Requests per second of one contender against those of another.</summary>
    public double Times(string own, string other) => Related(own, other, static (a, b) => a.RequestsPerSecond / b.RequestsPerSecond);
}
