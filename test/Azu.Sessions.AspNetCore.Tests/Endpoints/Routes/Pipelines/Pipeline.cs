namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>A way of putting middleware and routes together.</summary>
/// <param name="Name">The name of the case.</param>
/// <param name="Build">Builds it for one kind of route.</param>
/// <param name="Prefix">The path in front of that of the route.</param>
internal sealed record Pipeline(string Name, Action<WebApplication, RouteKind> Build, string Prefix = "")
{
    /// <summary>The path that is asked for where the route is the page of an error; null: the path of the route.</summary>
    public string? Cause { get; init; }

    /// <summary>Whether one application serves all kinds of routes.</summary>
    public bool IsShared => Cause is null;

    public string Address(RouteKind kind) => Cause ?? Prefix + kind.Path;
}
