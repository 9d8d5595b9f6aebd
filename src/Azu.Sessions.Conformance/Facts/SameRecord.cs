using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions.Conformance;

/// <summary>Compares records by everything they hold. Times are compared as moments: a store need not keep the offset from UTC.</summary>
public static class SameRecord
{
    /// <summary>Said where a store that decides by another clock would fail.</summary>
    internal const string WrongClockHint = "(Does it happen in most facts? Then look whether the store decides by the TimeProvider that it was given, and " +
        "not by its server's clock.)";

    /// <summary>Fails unless <paramref name="actual"/> holds exactly what <paramref name="expected"/> holds.</summary>
    public static void Assert(SessionRecord expected, [NotNull] SessionRecord? actual)
    {
        actual = Present(actual);
        var differences = Differences(expected, actual).ToList();
        Xunit.Assert.True(differences.Count == 0, $"What came back for {expected} differs in {string.Join("; ", differences)}.");
    }

    /// <summary>Fails if there is no record.</summary>
    public static SessionRecord Present([NotNull] SessionRecord? record)
    {
        Xunit.Assert.True(record is not null, $"There is no record where one was expected. {WrongClockHint}");
        return record;
    }

    private static IEnumerable<string> Differences(SessionRecord expected, SessionRecord actual)
    {
        if (expected.Id != actual.Id) yield return Said(nameof(SessionRecord.Id), expected.Id, actual.Id);
        if (expected.SecretHash != actual.SecretHash) yield return nameof(SessionRecord.SecretHash);
        if (expected.PreviousSecretHash != actual.PreviousSecretHash) yield return nameof(SessionRecord.PreviousSecretHash);
        if (expected.RotatedAt != actual.RotatedAt) yield return Said(nameof(SessionRecord.RotatedAt), expected.RotatedAt, actual.RotatedAt);
        if (expected.Version != actual.Version) yield return Said(nameof(SessionRecord.Version), expected.Version, actual.Version);
        if (expected.Generation != actual.Generation) yield return Said(nameof(SessionRecord.Generation), expected.Generation, actual.Generation);
        if (expected.WriteId != actual.WriteId) yield return Said(nameof(SessionRecord.WriteId), expected.WriteId, actual.WriteId);
        if (expected.CreatedAt != actual.CreatedAt) yield return Said(nameof(SessionRecord.CreatedAt), expected.CreatedAt, actual.CreatedAt);
        if (expected.SignedInAt != actual.SignedInAt) yield return Said(nameof(SessionRecord.SignedInAt), expected.SignedInAt, actual.SignedInAt);
        if (expected.LastSeenAt != actual.LastSeenAt) yield return Said(nameof(SessionRecord.LastSeenAt), expected.LastSeenAt, actual.LastSeenAt);
        if (expected.ExpiresAt != actual.ExpiresAt) yield return Said(nameof(SessionRecord.ExpiresAt), expected.ExpiresAt, actual.ExpiresAt);
        if (expected.AbsoluteExpiresAt != actual.AbsoluteExpiresAt) yield return Said(nameof(SessionRecord.AbsoluteExpiresAt), expected.AbsoluteExpiresAt,
            actual.AbsoluteExpiresAt);
        if (expected.IdleTimeout != actual.IdleTimeout) yield return Said(nameof(SessionRecord.IdleTimeout), expected.IdleTimeout, actual.IdleTimeout);
        if (expected.IsPersistent != actual.IsPersistent) yield return Said(nameof(SessionRecord.IsPersistent), expected.IsPersistent, actual.IsPersistent);
        if (expected.SubjectStamp != actual.SubjectStamp) yield return Said(nameof(SessionRecord.SubjectStamp), expected.SubjectStamp, actual.SubjectStamp);
        if (expected.Subject != actual.Subject) yield return Said(nameof(SessionRecord.Subject), expected.Subject, actual.Subject);
        if (!expected.Indexes.SequenceEqual(actual.Indexes)) yield return nameof(SessionRecord.Indexes);
        if (expected.Client != actual.Client) yield return Said(nameof(SessionRecord.Client), expected.Client, actual.Client);
        if (!expected.Fingerprint.Span.SequenceEqual(actual.Fingerprint.Span)) yield return nameof(SessionRecord.Fingerprint);
        if (!expected.Payload.Span.SequenceEqual(actual.Payload.Span)) yield return nameof(SessionRecord.Payload);
    }

    private static string Said(string property, object? expected, object? actual) =>
        $"{property} (expected {Text(expected)}, was {Text(actual)})";

    private static string Text(object? value) => value switch
    {
        null => "null",
        DateTimeOffset time => time.ToUniversalTime().ToString("O"),
        string text => $"\"{text}\"",
        _ => value.ToString()!,
    };
}
