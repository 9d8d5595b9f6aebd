using Azu.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

[RequireSignIn]
public sealed class AccountModel(Session<ShopSession> session, Accounts accounts, TimeProvider time) : PageModel
{
    public Customer Customer => accounts.Find(session.Subject)!;

    public string SignedIn => Ago.Of(time.GetUtcNow() - session.SignedInAt!.Value);

    public string EndsIn => $"{Math.Ceiling(session.TimeUntilExpiry.TotalMinutes)} minutes after your last click";
}
