using System.Text.Json.Nodes;

namespace Azu.Sessions.Dashboard;

/// <summary>What is in the record of one session. The secret's digest and the data are not.</summary>
internal sealed record SessionDetails
{
    public required string Id { get; init; }

    public required string? Subject { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? SignedInAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset? AbsoluteExpiresAt { get; init; }

    public required double? IdleTimeoutSeconds { get; init; }

    public required DateTimeOffset? RotatedAt { get; init; }

    public required long Version { get; init; }

    public required int Generation { get; init; }

    public required string? UserAgent { get; init; }

    public required string? Address { get; init; }

    public required IReadOnlyList<IndexValue> Indexes { get; init; }

    public required bool IsBound { get; init; }

    public required int Bytes { get; init; }

    public required bool IsOwn { get; init; }
}

internal sealed record IndexValue(string Name, string Value);

/// <summary>The structure of the data, with masked values.</summary>
/// <param name="IsReadable">Whether this node can read them.</param>
/// <param name="Data">The structure; null where it cannot, and where there are no data.</param>
internal sealed record DataAnswer(bool IsReadable, JsonNode? Data);
