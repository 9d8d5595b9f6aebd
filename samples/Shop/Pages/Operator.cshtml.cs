using Azu.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

/// <summary>For the account that looks after the shop.</summary>
[Authorize(Roles = Accounts.Operator)]
public sealed class OperatorModel(SessionManager<ShopSession> sessions) : PageModel
{
    public SessionStatistics Statistics { get; private set; } = null!;

    public async Task OnGetAsync() => Statistics = await sessions.GetStatisticsAsync();
}
