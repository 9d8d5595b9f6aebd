using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>Remembers the plan of each endpoint for as long as the endpoint lives.</summary>
internal sealed class SessionPlans(IReadOnlyList<ISessionLoader> loaders)
{
    private readonly ConditionalWeakTable<Endpoint, SessionPlan> _plans = [];

    public SessionPlan Of(Endpoint endpoint) =>
        _plans.TryGetValue(endpoint, out var plan) ? plan : _plans.GetValue(endpoint, e => SessionPlan.Of(e, loaders));
}
