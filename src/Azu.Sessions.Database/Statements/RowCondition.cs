namespace Azu.Sessions.Database;

/// <summary>Conditions for rows that several statements have.</summary>
internal static class RowCondition
{
    /// <summary>The id has the length of a session's: a cursor can name it.</summary>
    public const string HasId = "length(id) = 16";

    /// <summary>The secrets have the length of a session's.</summary>
    public const string HasSecrets = "length(secret_hash) = 32 AND COALESCE(length(previous_secret_hash), 32) = 32";

    /// <summary>All that the database can tell. The number is the last moment of the calendar, in ticks.</summary>
    public const string IsReadable = $"{HasId} AND {HasSecrets} AND expires_at <= 3155378975999999999";

    /// <summary>
    /// The row is in a batch <c>due</c> of PostgreSQL. Rows are found by their ids, whatever the planner thinks of how many there are: a batch is small
    /// and the table is not.
    /// </summary>
    public const string IsDue = "id = ANY (ARRAY(SELECT due_id FROM due))";
}
