using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>A record as the columns of its row (<see cref="SessionColumns"/>), ready to be bound; and the way back.</summary>
internal readonly struct SessionRow
{
    private readonly string? _subject;
    private readonly string? _address;
    private readonly string? _userAgent;
    private readonly byte[] _payload;
    private readonly byte[]? _fingerprint;

    /// <exception cref="ArgumentException">The subject or an index entry is no valid text (it holds half a surrogate pair).</exception>
    public SessionRow(SessionRecord record)
    {
        Record = record;
        _subject = record.Subject is { } subject ? StoredText.Exact(subject) : null;
        _address = StoredText.Display(record.Client?.Address);
        _userAgent = StoredText.Display(record.Client?.UserAgent);
        // Copies: a caller that stops waiting for a write may use its buffers again while the write is still on its way.
        _payload = record.Payload.ToArray();
        _fingerprint = record.Fingerprint.IsEmpty ? null : record.Fingerprint.ToArray();
        Indexes = IndexEntries.ToJson(record.Indexes);
    }

    public SessionRecord Record { get; }

    /// <summary>When the session ends, at the absolute end at the latest: the column is never later.</summary>
    public long ExpiresAt => Math.Min(Record.ExpiresAt.UtcTicks, LatestExpiry);

    /// <summary>No stored end may be later.</summary>
    public long LatestExpiry => (Record.AbsoluteExpiresAt ?? DateTimeOffset.MaxValue).UtcTicks;

    public string? Indexes { get; }

    public static byte[] Bytes(SessionId id)
    {
        var bytes = new byte[SessionId.Size];
        id.WriteTo(bytes);
        return bytes;
    }

    public void Bind(Dialect dialect, DbCommand command)
    {
        var record = Record;
        dialect.AddBytes(command, Bytes(record.Id));
        dialect.AddNumber(command, record.Version);
        dialect.AddNumber(command, unchecked((long)record.WriteId));
        dialect.AddNumber(command, record.Generation);
        dialect.AddBytes(command, Bytes(record.SecretHash));
        dialect.AddBytes(command, record.PreviousSecretHash is { } previous ? Bytes(previous) : null);
        dialect.AddNumber(command, record.RotatedAt?.UtcTicks);
        dialect.AddNumber(command, record.CreatedAt.UtcTicks);
        dialect.AddNumber(command, record.SignedInAt?.UtcTicks);
        dialect.AddNumber(command, record.LastSeenAt.UtcTicks);
        dialect.AddNumber(command, ExpiresAt);
        dialect.AddNumber(command, record.AbsoluteExpiresAt?.UtcTicks);
        dialect.AddText(command, _subject);
        dialect.AddJson(command, Indexes);
        dialect.AddText(command, _address);
        dialect.AddText(command, _userAgent);
        dialect.AddBytes(command, _fingerprint);
        dialect.AddBytes(command, _payload);
        dialect.AddNumber(command, record.IdleTimeout?.Ticks);
        dialect.AddFlag(command, record.IsPersistent);
        dialect.AddNumber(command, record.SubjectStamp is { } stamp ? unchecked((long)stamp) : null);
    }

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

    public static byte[] Bytes(in SecretHash hash)
    {
        var bytes = new byte[SecretHash.Size];
        hash.WriteTo(bytes);
        return bytes;
    }
}
