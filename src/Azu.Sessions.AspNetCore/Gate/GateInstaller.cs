using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>Puts a gate in front of everything by which a response can start.</summary>
internal static class GateInstaller
{
    public static ResponseGate Install(HttpContext context, IResponseGuard guard)
    {
        var gate = new ResponseGate(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), guard, context.Features);
        context.Features.Set<IHttpResponseBodyFeature>(gate);
        UpgradeGate.Install(context.Features, gate);
        return gate;
    }

    /// <summary>Takes the gate away again, so that what runs after us meets the response as it was.</summary>
    public static void Remove(HttpContext context, ResponseGate gate)
    {
        if (ReferenceEquals(context.Features.Get<IHttpResponseBodyFeature>(), gate)) context.Features.Set(gate.Inner);
    }
}
