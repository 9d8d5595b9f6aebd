using FsCheck;
using FsCheck.Fluent;

namespace Azu.Sessions.Tests;

/// <summary>Records of every shape: each optional part there or not, texts of all kinds, times over the whole calendar.</summary>
internal static class AnyRecord
{
    private static readonly Gen<byte> s_byte = Gen.Choose(0, 255).Select(n => (byte)n);

    private static readonly Gen<DateTimeOffset> s_time =
        from day in Gen.Choose(0, 3_652_058)
        from tick in Gen.Choose(0, int.MaxValue)
        select new DateTimeOffset((day * TimeSpan.TicksPerDay) + tick, TimeSpan.Zero);

    private static readonly Gen<string> s_text =
        Gen.Elements("a", "É", "日", "\U0001F36A", "\0", " ", "'", "\uffff", "long enough to need more than a few bytes")
            .ListOf().Select(pieces => string.Concat(pieces));

    private static readonly Gen<SecretHash> s_hash = s_byte.ArrayOf(SecretHash.Size).Select(b => new SecretHash(b));

    private static readonly Gen<SessionClient> s_client =
        from address in OrNull(s_text)
        from userAgent in OrNull(s_text)
        select new SessionClient(address, userAgent);

    private static readonly Gen<SessionIndexEntry[]> s_indexes =
        (from name in s_text
         from value in s_text
         select new SessionIndexEntry(name, value)).ArrayOf();

    private static readonly Gen<SessionRecord> s_header =
        from id in s_byte.ArrayOf(SessionId.Size)
        from hash in s_hash
        from version in ArbMap.Default.GeneratorFor<long>()
        from writeId in ArbMap.Default.GeneratorFor<ulong>()
        from generation in ArbMap.Default.GeneratorFor<int>()
        from createdAt in s_time
        from lastSeenAt in s_time
        from expiresAt in s_time
        select new SessionRecord
        {
            Id = new SessionId(id),
            SecretHash = hash,
            Version = version,
            WriteId = writeId,
            Generation = generation,
            CreatedAt = createdAt,
            LastSeenAt = lastSeenAt,
            ExpiresAt = expiresAt,
        };

    private static readonly Gen<SessionRecord> s_record =
        from header in s_header
        from previous in OrNone(s_hash)
        from rotatedAt in OrNone(s_time)
        from signedInAt in OrNone(s_time)
        from absolute in OrNone(s_time)
        from idleTimeout in OrNone(ArbMap.Default.GeneratorFor<uint>().Select(ticks => new TimeSpan(ticks)))
        from persistent in OrNone(ArbMap.Default.GeneratorFor<bool>())
        from stamp in OrNone(ArbMap.Default.GeneratorFor<ulong>())
        from subject in OrNull(s_text)
        from indexes in s_indexes
        from client in OrNull(s_client)
        from fingerprint in s_byte.ArrayOf()
        from payload in s_byte.ArrayOf()
        select header with
        {
            PreviousSecretHash = previous,
            RotatedAt = rotatedAt,
            SignedInAt = signedInAt,
            AbsoluteExpiresAt = absolute,
            IdleTimeout = idleTimeout,
            IsPersistent = persistent,
            SubjectStamp = stamp,
            Subject = subject,
            Indexes = indexes,
            Client = client,
            Fingerprint = fingerprint,
            Payload = payload,
        };

    public static Arbitrary<SessionRecord> Arbitrary { get; } = s_record.ToArbitrary();

    private static Gen<T?> OrNull<T>(Gen<T> gen) where T : class => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(T? (value) => value));

    private static Gen<T?> OrNone<T>(Gen<T> gen) where T : struct => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(value => (T?)value));
}
