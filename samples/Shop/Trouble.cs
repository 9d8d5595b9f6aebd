using Azu.Sessions;

namespace Shop;

/// <summary>What the shop says where a page cannot be shown.</summary>
/// <param name="Heading">In a few words.</param>
/// <param name="Advice">What to do.</param>
/// <param name="IsRepeatable">Whether the same page may be there the next time.</param>
public sealed record Trouble(string Heading, string Advice, bool IsRepeatable = false)
{
    public static Trouble Of(int statusCode) => statusCode switch
    {
        StatusCodes.Status404NotFound => new("There is no such page", "The address may be mistyped, or the page is gone."),
        >= 400 and < 500 => new("That did not arrive as it should",
            "The form may have been open for too long. Please open the page again and repeat what you did."),
        _ => new("Something broke", "It is our fault, and we have written it down. Your cart is as it was before."),
    };

    /// <summary>A cart that cannot be read is closed, and not empty.</summary>
    public static Trouble Of(SessionFailure failure, HttpRequest request) => failure.Reason switch
    {
        SessionFailureReason.StoreUnavailable => new(
            IsCart(request.Path) ? "Your cart is closed for a moment" : "Back in a moment",
            "We cannot reach our notes right now. Nothing is lost: what was in your cart is still in it.", HttpMethods.IsGet(request.Method)),
        SessionFailureReason.SessionEnded => new("You were signed out",
            "Your session ended while the page was working, so nothing was saved. Please sign in and try again."),
        SessionFailureReason.Conflict => new("That was two things at once", "Another tab changed the same thing, so nothing was saved here. Please try again."),
        _ => new("This browser cannot be used here", failure.Message),
    };

    private static bool IsCart(PathString path) =>
        path.StartsWithSegments("/cart", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/checkout", StringComparison.OrdinalIgnoreCase);
}
