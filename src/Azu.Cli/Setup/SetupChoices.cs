namespace Azu.Cli;

/// <summary>What whoever runs a setup has chosen.</summary>
/// <param name="IsSqlite">Which database: a SQLite file, or PostgreSQL.</param>
/// <param name="IsForced">Whether what is there may be overwritten.</param>
/// <param name="Version">Which version of the packages is referenced.</param>
/// <param name="Now">The time in the name of the migration.</param>
internal sealed record SetupChoices(bool IsSqlite, bool IsForced, string Version, DateTimeOffset Now);
