namespace Azu.Cli;

/// <summary>A type of options, and the calls that take a lambda which sets them.</summary>
internal sealed record OptionType(string Name, params string[] Calls)
{
    public static readonly OptionType Sessions = new("AzuSessionsOptions", "AddAzuSessions", "AddAzuSessionsCore");
    public static readonly OptionType Redis = new("RedisStoreOptions", "UseRedisStore");
    public static readonly OptionType Database = new("DatabaseStoreOptions", "UseDatabaseStore");
}
