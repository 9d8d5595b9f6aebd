using Azu.Sessions.Nodes.Tests;

// The nodes that nobody stops are shared by all.
[assembly: AssemblyFixture(typeof(RedisFleet))]
// Most of the time is spent waiting for other processes.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace Azu.Sessions.Nodes.Tests;

public sealed class RedisVisitorTests(RedisFleet fleet) : VisitorScenarios(fleet);

public sealed class RedisRaceTests(RedisFleet fleet) : RaceScenarios(fleet);

public sealed class RedisPauseTests(DisturbedRedisFleet fleet) : PauseScenarios(fleet), IClassFixture<DisturbedRedisFleet>;

public sealed class RedisEndTests(DisturbedRedisFleet fleet) : EndScenarios(fleet), IClassFixture<DisturbedRedisFleet>;

public sealed class RedisOwnWritesTests(DefaultRedisFleet fleet) : OwnWritesScenarios(fleet), IClassFixture<DefaultRedisFleet>;
