namespace Azu.Sessions.Bench;

/// <summary>The endpoint without any session: what everything else is measured against.</summary>
internal static class NoneApp
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/begin", static (HttpContext context) => Answer.WriteAsync(context, UserSession.Sample.UserName));
        app.MapGet("/read", static (HttpContext context) => Answer.WriteAsync(context, UserSession.Sample.UserName));
    }
}
