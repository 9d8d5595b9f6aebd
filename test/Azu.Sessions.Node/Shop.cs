namespace Azu.Sessions.Node;

/// <summary>What visitors do.</summary>
internal static class Shop
{
    public static void MapShop(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Describe);
        routes.MapGet("/fresh", Describe).RequireFreshSession();
        routes.MapGet("/members", Describe).RequireSession();
        routes.MapGet("/vault", Describe).RequireSession().RequireFreshSession();

        routes.MapPost("/a/{value}", (string value, Session<Shopper> session) => session.Data = session.Data with { A = value });
        routes.MapPost("/b/{value}", (string value, Session<Shopper> session) => session.Data = session.Data with { B = value });
        routes.MapPost("/count", (Session<Shopper> session) =>
        {
            session.Update(d => d with { Count = d.Count + 1 });
            return session.Subject;
        }).RequireSession();
        routes.MapPost("/cart/{item}", (string item, Session<Shopper> session) => session.Update(d => d with { Cart = [.. d.Cart, item] }));

        routes.MapPost("/say/{text}", (string text, Session<Shopper> session) => session.Flash.Notice = text);
        routes.MapGet("/heard", (Session<Shopper> session) => session.Flash.Notice ?? "nothing");
        routes.MapGet("/heard/fresh", (Session<Shopper> session) => session.Flash.Notice ?? "nothing").RequireFreshSession();

        routes.MapPost("/theme/{name}", (string name, HttpContext context) => context.Session.SetString("theme", name));
        routes.MapGet("/theme", (HttpContext context) => context.Session.GetString("theme") ?? "light");

        routes.MapPost("/login/{name}", async (string name, Session<Shopper> session) =>
        {
            await session.SignInAsync(name);
            return session.Id.ToString();
        });
        routes.MapPost("/rotate", (Session<Shopper> session) =>
        {
            session.RotateToken();
            return session.Subject;
        });
        routes.MapPost("/logout", (Session<Shopper> session) => session.SignOutAsync().AsTask());
        routes.MapPost("/logout/everywhere", async (Session<Shopper> session, SessionManager<Shopper> sessions) =>
            await sessions.RevokeSubjectAsync(session.Subject!)).RequireSession();
    }

    private static string Describe(Session<Shopper> session) =>
        $"{session.Subject}|{session.Data.A}|{session.Data.B}|{session.Data.Count}|{string.Join(',', session.Data.Cart.Order())}";
}
