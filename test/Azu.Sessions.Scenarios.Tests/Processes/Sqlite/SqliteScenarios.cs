[assembly: AssemblyFixture(typeof(Azu.Sessions.Scenarios.Tests.Processes.SqliteFleet))]

namespace Azu.Sessions.Scenarios.Tests.Processes;

public sealed class SqlitePlainTests(SqliteFleet fleet) : PlainScenarios(fleet);

public sealed class SqliteRaceTests(SqliteFleet fleet) : RaceScenarios(fleet);
