using Azu.Sessions.Nodes.Tests;

[assembly: AssemblyFixture(typeof(SqliteFleet))]

namespace Azu.Sessions.Nodes.Tests;

public sealed class SqlitePlainTests(SqliteFleet fleet) : PlainScenarios(fleet);

public sealed class SqliteRaceTests(SqliteFleet fleet) : RaceScenarios(fleet);
