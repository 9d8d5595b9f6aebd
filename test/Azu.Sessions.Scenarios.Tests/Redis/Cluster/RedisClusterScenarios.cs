namespace Azu.Sessions.Scenarios.Tests.Redis;

// The scenarios of every store, on a Redis Cluster.
public sealed class RedisClusterCachingTests : CachingScenarios<OnRedisCluster>;
public sealed class RedisClusterDeviceTests : DeviceScenarios<OnRedisCluster>;
public sealed class RedisClusterExpiryTests : ExpiryScenarios<OnRedisCluster>;
public sealed class RedisClusterFixationTests : FixationScenarios<OnRedisCluster>;
public sealed class RedisClusterGuestTests : GuestScenarios<OnRedisCluster>;
public sealed class RedisClusterIdentityTests : IdentityScenarios<OnRedisCluster>;
public sealed class RedisClusterInterleavedUsersTests : InterleavedUsersScenarios<OnRedisCluster>;
public sealed class RedisClusterLoginTests : LoginScenarios<OnRedisCluster>;
public sealed class RedisClusterLogoutRaceTests : LogoutRaceScenarios<OnRedisCluster>;
public sealed class RedisClusterParallelWritersTests : ParallelWritersScenarios<OnRedisCluster>;
public sealed class RedisClusterRotationTests : RotationScenarios<OnRedisCluster>;
public sealed class RedisClusterSharedKeysTests : SharedKeysScenarios<OnRedisCluster>;
public sealed class RedisClusterSignOutTests : SignOutScenarios<OnRedisCluster>;
