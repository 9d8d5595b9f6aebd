using Azu.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop;

/// <summary>The cart for programs.</summary>
/// <remarks>
/// There is no antiforgery token here. Another site cannot make a browser send what these endpoints accept: a POST must be
/// <c>application/json</c> and DELETE is no method of a form, so the browser asks first (CORS), and nobody here says yes.
/// </remarks>
internal static class CartApi
{
    public static void MapCartApi(this IEndpointRouteBuilder app)
    {
        // A cart that cannot be read is a 503, and no empty cart.
        var cart = app.MapGroup("/api/cart").WithSession(onStoreFailure: StoreFailureMode.FailClosed);
        cart.MapGet("", Show);
        cart.MapPost("/{sku}", AddAsync);
        cart.MapDelete("/{sku}", RemoveAsync);
    }

    private static CartLines Show(Session<ShopSession> session) => CartLines.Of(session.Data.Cart);

    private static async Task<Results<Ok<CartLines>, ProblemHttpResult>> AddAsync(string sku, Addition addition, Session<ShopSession> session)
    {
        if (Catalogue.Find(sku) is null) return TypedResults.Problem($"There is no product '{sku}'.", statusCode: StatusCodes.Status404NotFound);
        if (addition.Quantity is < 1 or > Cart.MaxOfOne)
            return TypedResults.Problem($"The quantity must be 1 to {Cart.MaxOfOne}.", statusCode: StatusCodes.Status400BadRequest);
        session.Update(d => d with { Cart = d.Cart.Add(sku, addition.Quantity) });
        return await StoredAsync(session);
    }

    private static async Task<Ok<CartLines>> RemoveAsync(string sku, Session<ShopSession> session)
    {
        session.Update(d => d with { Cart = d.Cart.Without(sku) });
        return await StoredAsync(session);
    }

    /// <summary>Stores now and not with the response, so that the answer has what other requests added meanwhile.</summary>
    private static async Task<Ok<CartLines>> StoredAsync(Session<ShopSession> session)
    {
        await session.SaveAsync();
        return TypedResults.Ok(Show(session));
    }

    internal sealed record Addition(int Quantity = 1);
}
