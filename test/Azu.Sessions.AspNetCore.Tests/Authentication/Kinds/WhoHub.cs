using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Azu.Sessions.AspNetCore.Tests.Authentication.Kinds;

[Authorize]
public sealed class WhoHub : Hub
{
    public string? Who() => Context.UserIdentifier;
}
