namespace Azu.Sessions.Scenarios.Tests.Processes;

public sealed class CookiePlainTests(CookieFleet fleet) : PlainScenarios(fleet), IClassFixture<CookieFleet>;
