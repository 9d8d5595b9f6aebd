namespace Azu.Sessions.Scenarios.Tests.Redis;

// The scenarios of every store, on Garnet.
public sealed class GarnetCachingTests : CachingScenarios<OnGarnet>;
public sealed class GarnetDeviceTests : DeviceScenarios<OnGarnet>;
public sealed class GarnetExpiryTests : ExpiryScenarios<OnGarnet>;
public sealed class GarnetFixationTests : FixationScenarios<OnGarnet>;
public sealed class GarnetGuestTests : GuestScenarios<OnGarnet>;
public sealed class GarnetIdentityTests : IdentityScenarios<OnGarnet>;
public sealed class GarnetInterleavedUsersTests : InterleavedUsersScenarios<OnGarnet>;
public sealed class GarnetLoginTests : LoginScenarios<OnGarnet>;
public sealed class GarnetLogoutRaceTests : LogoutRaceScenarios<OnGarnet>;
public sealed class GarnetParallelWritersTests : ParallelWritersScenarios<OnGarnet>;
public sealed class GarnetRotationTests : RotationScenarios<OnGarnet>;
public sealed class GarnetSharedKeysTests : SharedKeysScenarios<OnGarnet>;
public sealed class GarnetSignOutTests : SignOutScenarios<OnGarnet>;
