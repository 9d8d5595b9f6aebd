using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>What a request shows of its client. The address is the one that ASP.NET Core's forwarded-headers middleware resolved, or the peer's own.</summary>
internal static class ClientDescription
{
    public static ClientTraits Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new(context.Connection.RemoteIpAddress, agent.Length == 0 ? null : agent);
    }
}
