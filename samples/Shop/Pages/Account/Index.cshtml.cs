using Azu.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

[Authorize]
public sealed class AccountModel(Session<ShopSession> session, Accounts accounts, TimeProvider time) : PageModel
{
    public Customer Customer => accounts.Find(session.Subject)!;

    public string SignedIn => Ago.Of(time.GetUtcNow() - session.SignedInAt!.Value);

    public string EndsIn => Ago.Span(session.TimeUntilExpiry + TimeSpan.FromSeconds(59)) + " after your last click";
}
