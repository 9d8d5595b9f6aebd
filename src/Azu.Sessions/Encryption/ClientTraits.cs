using System.Net;

namespace Azu.Sessions;

/// <summary>What a request shows of its client.</summary>
/// <param name="Address">The remote address; null: unknown.</param>
/// <param name="UserAgent">The User-Agent header; null: not sent.</param>
internal sealed record ClientTraits(IPAddress? Address, string? UserAgent)
{
    private const int MaxUserAgentLength = 256;

    /// <summary>What a device list shows of it.</summary>
    public SessionClient Describe() => new(Address?.ToString(), UserAgent is { } agent ? agent[..Math.Min(agent.Length, MaxUserAgentLength)] : null);

    public static ClientTraits From(SessionClient client) =>
        new(IPAddress.TryParse(client.Address, out var address) ? address : null, client.UserAgent);
}
