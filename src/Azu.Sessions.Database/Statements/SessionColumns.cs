namespace Azu.Sessions.Database;

/// <summary>The columns of a session's row, in the order in which they are bound (as $1 and on) and read. The one for the sweep comes on top.</summary>
internal static class SessionColumns
{
    public const string Names =
        "id, version, write_id, generation, secret_hash, previous_secret_hash, rotated_at, created_at, authenticated_at, last_seen_at, expires_at, " +
        "absolute_expires_at, subject, indexes, client_address, client_user_agent, fingerprint, payload, idle_timeout, is_persistent, subject_stamp";

    public const string Parameters = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21";
}
