// The nodes that nobody stops are shared by all.
[assembly: AssemblyFixture(typeof(Azu.Sessions.Scenarios.Tests.Processes.RedisFleet))]

namespace Azu.Sessions.Scenarios.Tests.Processes;

public sealed class RedisVisitorTests(RedisFleet fleet) : VisitorScenarios(fleet);

public sealed class RedisRaceTests(RedisFleet fleet) : RaceScenarios(fleet);

public sealed class RedisPauseTests(DisturbedRedisFleet fleet) : PauseScenarios(fleet), IClassFixture<DisturbedRedisFleet>;

public sealed class RedisEndTests(DisturbedRedisFleet fleet) : EndScenarios(fleet), IClassFixture<DisturbedRedisFleet>;

public sealed class RedisOwnWritesTests(DefaultRedisFleet fleet) : OwnWritesScenarios(fleet), IClassFixture<DefaultRedisFleet>;
