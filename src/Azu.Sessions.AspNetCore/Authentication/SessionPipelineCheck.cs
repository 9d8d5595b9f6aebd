using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Azu.Sessions;

/// <summary>Refuses to start an application whose users come from sessions, and whose pipeline has none.</summary>
internal sealed class SessionPipelineCheck : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        if (!app.Properties.ContainsKey(AuthenticationPlacement.SessionsKey))
            throw new InvalidOperationException("AddAuthentication().AddAzuSessions<…>() takes the user from the session, and the pipeline loads none. Call " +
                "app.UseAzuSessions() on the application itself, not only in a branch (Map, UseWhen).");
    };
}
