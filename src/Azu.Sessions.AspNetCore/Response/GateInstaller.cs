using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>Puts a gate in front of everything by which a response can start.</summary>
internal static class GateInstaller
{
    public static ResponseGate Install(IResponseGuard guard)
    {
        var features = guard.Features;
        var gate = new ResponseGate(features.GetRequiredFeature<IHttpResponseBodyFeature>(), features.GetRequiredFeature<IHttpResponseFeature>(), guard);
        features.Set<IHttpResponseBodyFeature>(gate);
        features.Set<IHttpResponseFeature>(gate);
        UpgradeGate.Install(features, gate);
        return gate;
    }

    /// <summary>Takes the gate away again, so that what runs after us meets the response as it was.</summary>
    public static void Remove(IFeatureCollection features, ResponseGate gate)
    {
        if (ReferenceEquals(features.Get<IHttpResponseFeature>(), gate)) features.Set(gate.Response);
        if (ReferenceEquals(features.Get<IHttpResponseBodyFeature>(), gate)) features.Set(gate.Inner);
    }
}
