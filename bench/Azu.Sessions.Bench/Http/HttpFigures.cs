namespace Azu.Sessions.Bench;

/// <summary>What one contender did, related to the others of its section. What is unknown is not a number.</summary>
internal sealed class HttpFigures(HttpRun run, Contender contender)
{
    public double Share => run.Times(contender.Name, contender.Baseline);

    public double AddedMicroseconds => run.Related(contender.Name, contender.Baseline, static (a, b) => a.CpuMicroseconds - b.CpuMicroseconds);

    public double AddedBytes => run.Related(contender.Name, contender.Baseline, static (a, b) => a.AllocatedBytes - b.AllocatedBytes);

    public double BytesOverData => run.Related(contender.Name, Contender.DataAlone, static (a, b) => a.AllocatedBytes - b.AllocatedBytes);

    public double RoundTrips => run.RoundTrips[contender.Name];

    /// <summary>What a session holds, its data included.</summary>
    public HeldBytes Held => run.Held.GetValueOrDefault(contender.Name, HeldBytes.Unknown);

    public double StoreMicroseconds => Median.Of(run.Samples[contender.Name].Select(s => s.StoreMicroseconds));

    public double? OfPeer => contender.Peer is { } peer ? Times(peer) : null;

    public double StoreOfPeer => run.Related(contender.Name, contender.Peer!, static (a, b) => a.StoreMicroseconds / b.StoreMicroseconds);

    public double Times(string other) => run.Times(contender.Name, other);
}
