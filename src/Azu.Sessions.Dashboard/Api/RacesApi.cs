using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>The latest races of this node.</summary>
internal sealed class RacesApi(SessionTypes types, SessionRaces races)
{
    public Task GetAsync(HttpContext context)
    {
        var type = types.Find(context.Request.Query["type"]);
        var latest = races.Latest(type.Name).Select(race => new RaceRow(race.Kind, race.Id.ToString(), race.At));
        return ApiRequest.WriteAsync(context, new RacesAnswer([.. latest], SessionRaces.Capacity), DashboardJson.Default.RacesAnswer);
    }
}
