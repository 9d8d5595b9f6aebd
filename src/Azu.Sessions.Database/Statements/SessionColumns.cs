namespace Azu.Sessions.Database;

/// <summary>The columns of a session's row, with what is written to them, in the order in which they are read. The one for the sweep comes on top.</summary>
internal static class SessionColumns
{
    public static readonly SqlParameter<RowWrite> Id = static (to, command, in w) => to.AddBytes(command, StoredBytes.Of(w.Row.Record.Id));

    public static readonly SqlParameter<RowWrite> Generation = static (to, command, in w) => to.AddNumber(command, w.Row.Record.Generation);

    public static readonly SqlParameter<RowWrite> LastSeenAt = static (to, command, in w) => to.AddNumber(command, w.Row.Record.LastSeenAt.UtcTicks);

    public static readonly SqlParameter<RowWrite> ExpiresAt = static (to, command, in w) => to.AddNumber(command, w.Row.ExpiresAt);

    public static readonly SqlParameter<RowWrite> Subject = static (to, command, in w) => to.AddText(command, w.Row.Subject);

    public static readonly SqlParameter<RowWrite> Indexes = static (to, command, in w) => to.AddJson(command, w.Row.Indexes);

    private static readonly (string Name, SqlParameter<RowWrite> Value)[] s_all =
    [
        ("id", Id),
        ("version", static (to, command, in w) => to.AddNumber(command, w.Row.Record.Version)),
        ("write_id", static (to, command, in w) => to.AddNumber(command, unchecked((long)w.Row.Record.WriteId))),
        ("generation", Generation),
        ("secret_hash", static (to, command, in w) => to.AddBytes(command, StoredBytes.Of(w.Row.Record.SecretHash))),
        ("previous_secret_hash", static (to, command, in w) =>
            to.AddBytes(command, w.Row.Record.PreviousSecretHash is { } previous ? StoredBytes.Of(previous) : null)),
        ("rotated_at", static (to, command, in w) => to.AddNumber(command, w.Row.Record.RotatedAt?.UtcTicks)),
        ("created_at", static (to, command, in w) => to.AddNumber(command, w.Row.Record.CreatedAt.UtcTicks)),
        ("authenticated_at", static (to, command, in w) => to.AddNumber(command, w.Row.Record.SignedInAt?.UtcTicks)),
        ("last_seen_at", LastSeenAt),
        ("expires_at", ExpiresAt),
        ("absolute_expires_at", static (to, command, in w) => to.AddNumber(command, w.Row.Record.AbsoluteExpiresAt?.UtcTicks)),
        ("subject", Subject),
        ("indexes", Indexes),
        ("client_address", static (to, command, in w) => to.AddText(command, w.Row.ClientAddress)),
        ("client_user_agent", static (to, command, in w) => to.AddText(command, w.Row.ClientUserAgent)),
        ("fingerprint", static (to, command, in w) => to.AddBytes(command, w.Row.Fingerprint)),
        ("payload", static (to, command, in w) => to.AddBytes(command, w.Row.Payload)),
        ("idle_timeout", static (to, command, in w) => to.AddNumber(command, w.Row.Record.IdleTimeout?.Ticks)),
        ("is_persistent", static (to, command, in w) => to.AddFlag(command, w.Row.Record.IsPersistent)),
        ("subject_stamp", static (to, command, in w) =>
            to.AddNumber(command, w.Row.Record.SubjectStamp is { } stamp ? unchecked((long)stamp) : null)),
    ];

    /// <summary>All columns, for a list of them.</summary>
    public static string Names { get; } = string.Join(", ", s_all.Select(column => column.Name));

    /// <summary>The value of each column, in the order of <see cref="Names"/>.</summary>
    public static string Values(SqlParameters<RowWrite> p) => string.Join(", ", s_all.Select(column => p[column.Value]));

    /// <summary>Assigns its value to each column, except to the id, and to the two times that an update compares with the stored ones.</summary>
    public static string Assignments(SqlParameters<RowWrite> p) => string.Join(", ", s_all
        .Where(column => column.Value != Id && column.Value != LastSeenAt && column.Value != ExpiresAt)
        .Select(column => $"{column.Name} = {p[column.Value]}"));
}
