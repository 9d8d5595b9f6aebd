using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>A record as it is written to the columns of its row (<c>SessionColumns</c>), and the way back.</summary>
internal readonly struct SessionRow
{
    /// <exception cref="ArgumentException">The subject or an index entry is no valid text (it holds half a surrogate pair).</exception>
    public SessionRow(SessionRecord record)
    {
        Record = record;
        Subject = record.Subject is { } subject ? StoredText.Exact(subject) : null;
        ClientAddress = StoredText.Display(record.Client?.Address);
        ClientUserAgent = StoredText.Display(record.Client?.UserAgent);
        // Copies: a caller that stops waiting for a write may use its buffers again while the write is still on its way.
        Payload = record.Payload.ToArray();
        Fingerprint = record.Fingerprint.IsEmpty ? null : record.Fingerprint.ToArray();
        Indexes = IndexEntries.ToJson(record.Indexes);
    }

    public SessionRecord Record { get; }

    /// <summary>When the session ends, at the absolute end at the latest: the column is never later.</summary>
    public long ExpiresAt => Math.Min(Record.ExpiresAt.UtcTicks, LatestExpiry);

    /// <summary>No stored end may be later.</summary>
    public long LatestExpiry => (Record.AbsoluteExpiresAt ?? DateTimeOffset.MaxValue).UtcTicks;

    public string? Subject { get; }

    public string? Indexes { get; }

    public string? ClientAddress { get; }

    public string? ClientUserAgent { get; }

    public byte[]? Fingerprint { get; }

    public byte[] Payload { get; }

    /// <exception cref="FormatException">What stands in the row is no session.</exception>
    public static SessionRecord Read(DbDataReader row)
    {
        try
        {
            return ReadColumns(row);
        }
        catch (Exception e) when (e is not DbException)
        {
            throw new FormatException($"What stands in the row is no session ({e.GetType().Name}).", e);
        }
    }

    /// <summary>The same for many rows, of which one that is spoilt must not hide the others: null for that one.</summary>
    public static SessionRecord? ReadOrNull(DbDataReader row)
    {
        try
        {
            return ReadColumns(row);
        }
        catch (Exception e) when (e is not DbException)
        {
            return null;
        }
    }

    private static SessionRecord ReadColumns(DbDataReader row)
    {
        var address = Text(row, 14);
        var userAgent = Text(row, 15);
        var (expiresAt, end) = (Time(row, 10), TimeOrNull(row, 11));
        return new()
        {
            Id = new SessionId(row.GetFieldValue<byte[]>(0)),
            Version = row.GetInt64(1),
            WriteId = unchecked((ulong)row.GetInt64(2)),
            Generation = row.GetInt32(3),
            SecretHash = new SecretHash(row.GetFieldValue<byte[]>(4)),
            PreviousSecretHash = row.IsDBNull(5) ? null : new SecretHash(row.GetFieldValue<byte[]>(5)),
            RotatedAt = TimeOrNull(row, 6),
            CreatedAt = Time(row, 7),
            SignedInAt = TimeOrNull(row, 8),
            LastSeenAt = Time(row, 9),
            ExpiresAt = expiresAt > end ? end.Value : expiresAt,
            AbsoluteExpiresAt = end,
            Subject = Text(row, 12),
            Indexes = row.IsDBNull(13) ? [] : IndexEntries.FromJson(row.GetString(13)),
            // A client of which nothing is known is no client.
            Client = address is null && userAgent is null ? null : new SessionClient(address, userAgent),
            Fingerprint = row.IsDBNull(16) ? default(ReadOnlyMemory<byte>) : row.GetFieldValue<byte[]>(16),
            Payload = row.GetFieldValue<byte[]>(17),
            IdleTimeout = row.IsDBNull(18) ? null : new TimeSpan(row.GetInt64(18)),
            IsPersistent = row.IsDBNull(19) ? null : row.GetBoolean(19),
            SubjectStamp = row.IsDBNull(20) ? null : unchecked((ulong)row.GetInt64(20)),
        };
    }

    public static DateTimeOffset Time(DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    private static DateTimeOffset? TimeOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : Time(row, column);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : StoredText.Read(row.GetString(column));
}
