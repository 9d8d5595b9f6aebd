using Azu.Sessions.Nodes.Tests;

// The nodes that nobody stops are shared by all.
[assembly: AssemblyFixture(typeof(PostgresFleet))]

namespace Azu.Sessions.Nodes.Tests;

public sealed class PostgresVisitorTests(PostgresFleet fleet) : VisitorScenarios(fleet);

public sealed class PostgresRaceTests(PostgresFleet fleet) : RaceScenarios(fleet);

public sealed class PostgresPauseTests(DisturbedPostgresFleet fleet) : PauseScenarios(fleet), IClassFixture<DisturbedPostgresFleet>;

public sealed class PostgresOwnWritesTests(DefaultPostgresFleet fleet) : OwnWritesScenarios(fleet), IClassFixture<DefaultPostgresFleet>
{
    protected override bool CanBeStale => true;
}
