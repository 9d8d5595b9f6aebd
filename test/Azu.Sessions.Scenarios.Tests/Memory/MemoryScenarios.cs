namespace Azu.Sessions.Scenarios.Tests.Memory;

// The scenarios of every store, on the memory store.
public sealed class MemoryCachingTests : CachingScenarios<OnMemory>;
public sealed class MemoryDeviceTests : DeviceScenarios<OnMemory>;
public sealed class MemoryExpiryTests : ExpiryScenarios<OnMemory>;
public sealed class MemoryFixationTests : FixationScenarios<OnMemory>;
public sealed class MemoryGuestTests : GuestScenarios<OnMemory>;
public sealed class MemoryIdentityTests : IdentityScenarios<OnMemory>;
public sealed class MemoryInterleavedUsersTests : InterleavedUsersScenarios<OnMemory>;
public sealed class MemoryLoginTests : LoginScenarios<OnMemory>;
public sealed class MemoryLogoutRaceTests : LogoutRaceScenarios<OnMemory>;
public sealed class MemoryParallelWritersTests : ParallelWritersScenarios<OnMemory>;
public sealed class MemoryRotationTests : RotationScenarios<OnMemory>;
public sealed class MemorySharedKeysTests : SharedKeysScenarios<OnMemory>;
public sealed class MemorySignOutTests : SignOutScenarios<OnMemory>;
