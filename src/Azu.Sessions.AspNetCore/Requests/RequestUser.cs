using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>
/// Has <c>HttpContext.User</c> follow a sign-in or a sign-out in the same request: an antiforgery token in its response is for the new user.
/// </summary>
internal static class RequestUser
{
    /// <summary>Puts the user of the scheme in place of the one from before. Identities of other schemes stay.</summary>
    public static async ValueTask ChangeAsync(HttpContext context, SessionScheme scheme, bool isDefault)
    {
        if (!isDefault && !context.User.Identities.Any(i => i is SessionIdentity)) return;
        var result = await context.AuthenticateAsync(scheme.Name);
        var others = context.User.Identities.Where(i => i is not SessionIdentity && i.IsAuthenticated);
        ClaimsIdentity[] identities = [.. result.Principal?.Identities ?? [], .. others];
        context.User = identities.Length == 0 ? new(new ClaimsIdentity()) : new(identities);
    }
}
