namespace Azu.Sessions.Dashboard;

/// <summary>What this node knows now.</summary>
internal sealed record NowAnswer
{
    public required DateTimeOffset At { get; init; }

    public required string Store { get; init; }

    public required bool StoreAnswers { get; init; }

    public required SessionCircuits? Circuits { get; init; }

    /// <summary>About how many sessions the store has; null where that is not cheap.</summary>
    public required Estimate? Sessions { get; init; }

    public required MinuteCounts LastMinute { get; init; }

    public required Latency Loads { get; init; }

    public required Latency Commits { get; init; }

    public required NearCacheFigures? NearCache { get; init; }

    public required int PendingRemovals { get; init; }

    public required double? ClockOffsetSeconds { get; init; }

    /// <summary>How long nodes may still admit a session that has ended; null: no node has noted it.</summary>
    public required double? RevocationLagSeconds { get; init; }

    public required Charts Charts { get; init; }
}

internal sealed record Estimate(long Count, double AgeSeconds);

internal sealed record MinuteCounts(long Started, long SignedIn, long Ended, IReadOnlyDictionary<string, long> EndedBy, long Conflicts, long Overwrites,
    long TokensRefused, long SessionsRefused);

/// <summary>Durations of the last minute in milliseconds; null where there were none.</summary>
internal sealed record Latency(long Count, double? Median, double? P99);

internal sealed record NearCacheFigures(string Node, bool? IsLeaseHeld, long Copies, long Bytes, double? HitRate, double LongestLagSeconds, long Interruptions);

/// <summary>The last ten minutes in steps of 5 s, the oldest first.</summary>
internal sealed record Charts(int StepSeconds, long[] Started, long[] Ended, double?[] Loads, double?[] Commits, long[] Conflicts);
