using System.Collections.Concurrent;

namespace Azu.Sessions.Node;

/// <summary>Requests to <c>/slow/NAME/…</c> load their session, say that they have, and wait until they are let on.</summary>
internal sealed class Gates
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Gate> _gates = new();

    public static async ValueTask<object?> PassAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var gates = context.HttpContext.RequestServices.GetRequiredService<Gates>();
        var gate = gates.Of((string)context.HttpContext.Request.RouteValues["gate"]!);
        gate.Arrived.TrySetResult();
        await gate.Opened.Task.WaitAsync(s_limit);
        return await next(context);
    }

    public Task ArrivalAsync(string name) => Of(name).Arrived.Task.WaitAsync(s_limit);

    public void Open(string name) => Of(name).Opened.TrySetResult();

    private Gate Of(string name) => _gates.GetOrAdd(name, static _ => new());

    private sealed class Gate
    {
        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

internal static class GateEndpoints
{
    public static void MapGates(this IEndpointRouteBuilder routes)
    {
        var gates = routes.MapGroup("/gates/{gate}").WithoutSession();
        gates.MapGet("/", (string gate, Gates all) => all.ArrivalAsync(gate));
        gates.MapPost("/", (string gate, Gates all) => all.Open(gate));
    }
}
