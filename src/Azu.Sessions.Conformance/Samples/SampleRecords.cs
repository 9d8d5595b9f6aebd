using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Azu.Sessions.Conformance;

/// <summary>Session records to test stores with.</summary>
public static class SampleRecords
{
    /// <summary>
    /// A new session with nothing optional in it but an absolute end in a month, which a session in lists needs, and a small payload; it lives for an
    /// hour.
    /// </summary>
    public static SessionRecord Anonymous(DateTimeOffset now) => new()
    {
        Id = SessionId.New(),
        SecretHash = NewSecretHash(),
        Version = 1,
        WriteId = NewWriteId(),
        CreatedAt = now,
        LastSeenAt = now,
        ExpiresAt = now + TimeSpan.FromHours(1),
        AbsoluteExpiresAt = now + TimeSpan.FromDays(30),
        Payload = "{}"u8.ToArray(),
    };

    /// <summary>A signed-in session; it lives for an hour, and for eight at the most.</summary>
    public static SessionRecord SignedIn(DateTimeOffset now, string subject) => Anonymous(now) with
    {
        Subject = subject,
        Generation = 1,
        SignedInAt = now,
        RotatedAt = now,
        AbsoluteExpiresAt = now + TimeSpan.FromHours(8),
    };

    /// <summary>A session in which nothing is left out, with times that are no whole seconds.</summary>
    public static SessionRecord Complete(DateTimeOffset now) => SignedIn(now, "alice") with
    {
        PreviousSecretHash = NewSecretHash(),
        RotatedAt = now.AddTicks(-12_345_671),
        Version = 7,
        Generation = 3,
        CreatedAt = now.AddTicks(-98_765_432_109),
        SignedInAt = now.AddTicks(-87_654_321_001),
        LastSeenAt = now.AddTicks(-1),
        ExpiresAt = now.AddTicks(36_000_000_003),
        AbsoluteExpiresAt = now.AddTicks(288_000_000_007),
        IdleTimeout = TimeSpan.FromTicks(18_000_000_001),
        IsPersistent = true,
        SubjectStamp = NewWriteId(),
        Indexes = [new("tenant", "north"), new("role", "admin"), new("role", "editor")],
        Client = new("2001:db8::17", "Mozilla/5.0 (X11; Linux x86_64)"),
        Fingerprint = RandomNumberGenerator.GetBytes(36),
        Payload = """{"cart":["tea","milk"]}"""u8.ToArray(),
    };

    /// <summary>The record that a next write would put in place of <paramref name="record"/>: one version on, with a write id of its own.</summary>
    public static SessionRecord Next(this SessionRecord record) => record with { Version = record.Version + 1, WriteId = NewWriteId() };

    /// <summary>The next record, with another payload.</summary>
    public static SessionRecord Next(this SessionRecord record, string payload) => record.Next() with { Payload = System.Text.Encoding.UTF8.GetBytes(payload) };

    /// <summary>The digest of a secret that was thrown away.</summary>
    public static SecretHash NewSecretHash() => SecretHash.Of(RandomNumberGenerator.GetBytes(32));

    /// <summary>A write id, as the engine draws them.</summary>
    public static ulong NewWriteId() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
