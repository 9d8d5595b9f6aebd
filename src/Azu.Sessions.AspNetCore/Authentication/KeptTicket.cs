using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Azu.Sessions;

/// <summary>
/// What a session keeps of a principal that ASP.NET Core signed in: its identities and its properties, tokens included. Times and the name of the session
/// are not among them, because the record has those.
/// </summary>
internal static class KeptTicket
{
    /// <summary>The item of the properties that names the session they came from.</summary>
    public const string SessionItem = ".azu.session";

    private const string SignIn = ".azu.sign_in";

    public static byte[] Write(ClaimsPrincipal principal, AuthenticationProperties properties, string scheme)
    {
        var kept = properties.Clone();
        foreach (var name in (string[])[SessionItem, SignIn, ".persistent", ".redirect", ".issued", ".expires", ".refresh"]) kept.Items.Remove(name);
        return TicketSerializer.Default.Serialize(new(new ClaimsPrincipal(principal.Identities.Select(WithoutData)), kept, scheme));
    }

    /// <summary>The identity without the claims that the application makes of the session's data: they are made again, of the data as they are then.</summary>
    private static ClaimsIdentity WithoutData(ClaimsIdentity identity)
    {
        var kept = identity.Clone();
        foreach (var claim in kept.Claims.OfType<DataClaim>().ToArray()) kept.RemoveClaim(claim);
        return kept;
    }

    public static AuthenticationTicket? Read(ReadOnlyMemory<byte> ticket) => TicketSerializer.Default.Deserialize(ticket.ToArray());

    /// <summary>Says in the properties which sign-in they belong to.</summary>
    public static void Name(AuthenticationProperties properties, SessionRecord record) =>
        (properties.Items[SessionItem], properties.Items[SignIn]) = (record.Id.ToString(), SignInOf(record));

    /// <summary>Whether the properties came from the sign-in of this session, and are for the same subject.</summary>
    public static bool IsOf(IRequestSession session, AuthenticationProperties properties, string subject) =>
        session.State.Record is { } record && record.Subject == subject
        && properties.Items.TryGetValue(SessionItem, out var id) && id == record.Id.ToString()
        && properties.Items.TryGetValue(SignIn, out var signIn) && signIn == SignInOf(record);

    private static string SignInOf(SessionRecord record) => record.Generation.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
