namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Routes that a framework maps by itself: hubs, components, files, gRPC, health checks.</summary>
internal static class FrameworkKinds
{
    private const string ConnectionId = "connectionId";

    public static IReadOnlyList<RouteKind> All { get; } =
    [
        Hub("a hub", "/hub", r => r.MapHub<OpenHub>("/hub").RequireSignIn()),
        Hub("a hub with an attribute", "/attributed-hub", r => r.MapHub<AttributedHub>("/attributed-hub")),
        new("a component with an attribute", "/component"),
        new("files", "/members.css", r => r.MapStaticAssets().RequireSignIn()) { HasCode = false },
        Grpc("a gRPC service", "/azu.Open/Ask", r => r.MapGrpcService<OpenService>().RequireSignIn()),
        Grpc("a gRPC service with an attribute", "/azu.Attributed/Ask", r => r.MapGrpcService<AttributedService>()),
        new("health checks", "/healthz", r =>
            r.MapHealthChecks("/healthz", new() { ResponseWriter = (context, _) => context.Response.WriteAsync(Runs.Note(context)) }).RequireSignIn()),
    ];

    private static RouteKind Hub(string name, string path, Action<IEndpointRouteBuilder> map) =>
        new(name, path + "/negotiate?negotiateVersion=1", map) { Method = HttpMethod.Post, Evidence = ConnectionId, HasCode = false };

    private static RouteKind Grpc(string name, string path, Action<IEndpointRouteBuilder> map) =>
        new(name, path, map) { Method = HttpMethod.Post, IsGrpc = true };
}
