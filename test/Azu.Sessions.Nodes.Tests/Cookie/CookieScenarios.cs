namespace Azu.Sessions.Nodes.Tests;

public sealed class CookiePlainTests(CookieFleet fleet) : PlainScenarios(fleet), IClassFixture<CookieFleet>;
