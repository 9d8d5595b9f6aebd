namespace Azu.Cli;

/// <summary>The choices of a run of a setup.</summary>
/// <param name="IsSqlite">The database: a SQLite file, or PostgreSQL.</param>
/// <param name="IsForced">Whether files that a setup wrote may be replaced.</param>
/// <param name="Version">The version of the packages.</param>
/// <param name="Now">The time in the name of the migration.</param>
internal sealed record SetupChoices(bool IsSqlite, bool IsForced, string Version, DateTimeOffset Now);
