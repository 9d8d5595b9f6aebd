using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>The session that the operator looks with.</summary>
internal static class OwnSession
{
    /// <summary>Its id, of one session type; null where the operator has none of that type, or it cannot be read now.</summary>
    public static async ValueTask<SessionId?> FindAsync(HttpContext context, Type dataType)
    {
        if (RequestSessions.Of(context) is not { } sessions) return null;
        try
        {
            return (await sessions.LoadAsync(dataType)).State.Record?.Id;
        }
        catch (SessionStoreException)
        {
            return null;
        }
    }
}
