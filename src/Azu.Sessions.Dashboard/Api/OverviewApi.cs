using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>What there is to see.</summary>
internal sealed class OverviewApi(SessionTypes types, DashboardPolicies policies)
{
    public async Task GetAsync(HttpContext context)
    {
        var shown = new List<TypeOverview>();
        foreach (var type in types.All)
        {
            var (sessions, own) = (type.Sessions, await OwnSession.FindAsync(context, type.Sessions.DataType));
            shown.Add(new(type.Name, sessions.StoreName, sessions.Index is not null, sessions.IsSelfContained, sessions.IndexNames, sessions.Audit?.IsAuditing,
                own?.ToString()));
        }

        await ApiRequest.WriteAsync(context, new Overview(NodeName.Of(types), await MayAsync(context, policies.Manage), await MayAsync(context, policies.Data),
            Actor.Of(context), shown), DashboardJson.Default.Overview);
    }

    private static async Task<bool> MayAsync(HttpContext context, string? policy) =>
        policy is not null && await PolicyCheck.EvaluateAsync(context, policy) == Admission.Allowed;
}

/// <summary>What this node is called.</summary>
internal static class NodeName
{
    /// <summary>The name that a near cache gave it; else that of the machine.</summary>
    public static string Of(SessionTypes types) =>
        types.All.Select(type => type.Sessions.Statistics.NearCache?.NodeId).FirstOrDefault(name => name is not null) ?? Environment.MachineName;
}
