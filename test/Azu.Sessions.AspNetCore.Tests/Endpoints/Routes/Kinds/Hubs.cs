using Microsoft.AspNetCore.SignalR;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Requires nothing by itself.</summary>
public sealed class OpenHub : Hub;

[RequireSignIn]
public sealed class AttributedHub : Hub;
