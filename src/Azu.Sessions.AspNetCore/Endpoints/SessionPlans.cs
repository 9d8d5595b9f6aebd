using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azu.Sessions;

/// <summary>Remembers the plan of each endpoint for as long as the endpoint lives.</summary>
internal sealed class SessionPlans(IReadOnlyList<ISessionLoader> loaders, SessionSchemes schemes)
{
    private readonly ConditionalWeakTable<Endpoint, SessionPlan> _plans = [];

    /// <summary>Reads the plan of every endpoint, so that one that contradicts itself stops the application from starting.</summary>
    public void Check(EndpointDataSource? endpoints)
    {
        foreach (var endpoint in endpoints?.Endpoints ?? []) Of(endpoint);
    }

    public SessionPlan Of(Endpoint endpoint) =>
        _plans.TryGetValue(endpoint, out var plan) ? plan : _plans.GetValue(endpoint, e => SessionPlan.Of(e, loaders, schemes));
}
