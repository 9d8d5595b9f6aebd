using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>What a device list shows of a client. The address is the one that ASP.NET Core's forwarded-headers middleware resolved, or the peer's own.</summary>
internal static class ClientDescription
{
    private const int LongestUserAgent = 256;

    public static SessionClient Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new(context.Connection.RemoteIpAddress?.ToString(), agent.Length == 0 ? null : agent[..Math.Min(agent.Length, LongestUserAgent)]);
    }
}
