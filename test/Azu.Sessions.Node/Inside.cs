using System.Runtime.CompilerServices;

namespace Azu.Sessions.Node;

/// <summary>What no visitor sees: the state of this node, and what an administrator does.</summary>
internal static class Inside
{
    public static void MapInside(this IEndpointRouteBuilder routes)
    {
        var inside = routes.MapGroup("/inside").WithoutSession();
        inside.MapGet("/compiler", () => RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "AOT");
        inside.MapGet("/copies", async (SessionManager<Shopper> sessions) => (await sessions.GetStatisticsAsync()).NearCache);
        inside.MapGet("/sessions/{id}", async (SessionId id, SessionManager<Shopper> sessions) => await sessions.FindAsync(id) is not null);
        inside.MapPost("/revoke/{id}", async (SessionId id, SessionManager<Shopper> sessions) => await sessions.RevokeAsync(id));
    }
}
