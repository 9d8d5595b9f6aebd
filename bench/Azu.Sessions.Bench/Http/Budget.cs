namespace Azu.Sessions.Bench;

/// <summary>What design allows a contender. A limit that is null is not set.</summary>
internal sealed record Budget
{
    /// <summary>CPU added per request.</summary>
    public double? MaxAddedMicroseconds { get; init; }

    /// <summary>Requests per second against the endpoint without any session.</summary>
    public double? MinShare { get; init; }

    /// <summary>Requests per second against the peer.</summary>
    public double? MinOfPeer { get; init; }

    /// <summary>Requests per second against other contenders, by name.</summary>
    public IReadOnlyDictionary<string, double> MinOfOthers { get; init; } = new Dictionary<string, double>();

    /// <summary>Allocated per request.</summary>
    public double? MaxBytes { get; init; }

    /// <summary>Allocated per request, beyond what the least session that reads the same data from JSON allocates.</summary>
    public double? MaxBytesOverData { get; init; }

    /// <summary>Commands or statements that the store receives for a request.</summary>
    public double? MaxRoundTrips { get; init; }

    /// <summary>Held for a session beyond the payload of its record.</summary>
    public double? MaxHeldOverPayload { get; init; }

    /// <summary>Whether that is in the store server, and not in the application.</summary>
    public bool IsHeldByStore { get; init; }

    /// <summary>The store server's CPU against that of the peer's.</summary>
    public double? MaxStoreOfPeer { get; init; }
}
