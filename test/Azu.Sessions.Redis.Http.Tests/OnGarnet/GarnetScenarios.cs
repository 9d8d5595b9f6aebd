using Azu.Sessions.AspNetCore.Tests.Isolation;
using Azu.Sessions.AspNetCore.Tests.SignIn;
using Azu.Sessions.AspNetCore.Tests.Users;

namespace Azu.Sessions.Redis.Http.Tests.OnGarnet;

// The scenarios once more. The namespace chooses the engine.
public sealed class GarnetLogoutRaceTests : LogoutRaceTests;
public sealed class GarnetParallelWritersTests : ParallelWritersTests;
public sealed class GarnetCachingTests : CachingTests;
public sealed class GarnetIdentityTests : IdentityTests;
public sealed class GarnetDeviceTests : DeviceTests;
public sealed class GarnetExpiryTests : ExpiryTests;
public sealed class GarnetFixationTests : FixationTests;
public sealed class GarnetLoginTests : LoginTests;
public sealed class GarnetRotationTests : RotationTests;
public sealed class GarnetSecretRotationTests : SecretRotationTests;
public sealed class GarnetSignOutTests : SignOutTests;
public sealed class GarnetForgedCookieTests : ForgedCookieTests;
public sealed class GarnetGuestTests : GuestTests;
public sealed class GarnetInterleavedUsersTests : InterleavedUsersTests;
public sealed class GarnetSharedKeysTests : SharedKeysTests;
