namespace Azu.Sessions.Scenarios.Tests.Redis;

// The scenarios of every store, on Redis.
public sealed class RedisCachingTests : CachingScenarios<OnRedis>;
public sealed class RedisDeviceTests : DeviceScenarios<OnRedis>;
public sealed class RedisExpiryTests : ExpiryScenarios<OnRedis>;
public sealed class RedisFixationTests : FixationScenarios<OnRedis>;
public sealed class RedisGuestTests : GuestScenarios<OnRedis>;
public sealed class RedisIdentityTests : IdentityScenarios<OnRedis>;
public sealed class RedisInterleavedUsersTests : InterleavedUsersScenarios<OnRedis>;
public sealed class RedisLoginTests : LoginScenarios<OnRedis>;
public sealed class RedisLogoutRaceTests : LogoutRaceScenarios<OnRedis>;
public sealed class RedisParallelWritersTests : ParallelWritersScenarios<OnRedis>;
public sealed class RedisRotationTests : RotationScenarios<OnRedis>;
public sealed class RedisSharedKeysTests : SharedKeysScenarios<OnRedis>;
public sealed class RedisSignOutTests : SignOutScenarios<OnRedis>;
