namespace Azu.Sessions.Scenarios.Tests.Postgres;

// The scenarios of every store, on PostgreSQL.
public sealed class PostgresCachingTests : CachingScenarios<OnPostgres>;
public sealed class PostgresDeviceTests : DeviceScenarios<OnPostgres>;
public sealed class PostgresExpiryTests : ExpiryScenarios<OnPostgres>;
public sealed class PostgresFixationTests : FixationScenarios<OnPostgres>;
public sealed class PostgresGuestTests : GuestScenarios<OnPostgres>;
public sealed class PostgresIdentityTests : IdentityScenarios<OnPostgres>;
public sealed class PostgresInterleavedUsersTests : InterleavedUsersScenarios<OnPostgres>;
public sealed class PostgresLoginTests : LoginScenarios<OnPostgres>;
public sealed class PostgresLogoutRaceTests : LogoutRaceScenarios<OnPostgres>;
public sealed class PostgresParallelWritersTests : ParallelWritersScenarios<OnPostgres>;
public sealed class PostgresRotationTests : RotationScenarios<OnPostgres>;
public sealed class PostgresSharedKeysTests : SharedKeysScenarios<OnPostgres>;
public sealed class PostgresSignOutTests : SignOutScenarios<OnPostgres>;
