namespace Azu.Sessions.Scenarios.Tests.Sqlite;

// The scenarios of every store, on SQLite.
public sealed class SqliteCachingTests : CachingScenarios<OnSqlite>;
public sealed class SqliteDeviceTests : DeviceScenarios<OnSqlite>;
public sealed class SqliteExpiryTests : ExpiryScenarios<OnSqlite>;
public sealed class SqliteFixationTests : FixationScenarios<OnSqlite>;
public sealed class SqliteGuestTests : GuestScenarios<OnSqlite>;
public sealed class SqliteIdentityTests : IdentityScenarios<OnSqlite>;

// One file has one writer: beside others its many requests would wait longer than a request may.
[Collection(nameof(Redis.Alone))]
public sealed class SqliteInterleavedUsersTests : InterleavedUsersScenarios<OnSqlite>;

public sealed class SqliteLoginTests : LoginScenarios<OnSqlite>;
public sealed class SqliteLogoutRaceTests : LogoutRaceScenarios<OnSqlite>;
public sealed class SqliteParallelWritersTests : ParallelWritersScenarios<OnSqlite>;
public sealed class SqliteRotationTests : RotationScenarios<OnSqlite>;
public sealed class SqliteSharedKeysTests : SharedKeysScenarios<OnSqlite>;
public sealed class SqliteSignOutTests : SignOutScenarios<OnSqlite>;
