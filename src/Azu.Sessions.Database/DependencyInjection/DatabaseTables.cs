using System.Collections.Concurrent;

namespace Azu.Sessions.Database;

/// <summary>
/// Refuses two session types, or one and a list of revocations, in one table of one database: each would list, count and clear the other's rows. A
/// database behind two different connection strings counts as two.
/// </summary>
internal sealed class DatabaseTables
{
    private readonly ConcurrentDictionary<(string Database, string? Schema, string Table), string> _claims = new();

    /// <exception cref="InvalidOperationException">The table is another's.</exception>
    public void Claim(string database, string? schema, string table, string type)
    {
        var owner = _claims.GetOrAdd((database, schema, table), type);
        if (owner != type)
            throw new InvalidOperationException($"{owner} and {type} are kept in the same table '{table}' of the same database. Give one of them another: " +
                "UseDatabaseStore(…, d => d.Table = …), and likewise for RevokeInDatabase.");
    }
}
