using System.Reflection;

namespace Azu.Sessions.Conformance.Tests;

public sealed class SameRecordTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Properties =>
        [.. typeof(SessionRecord).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_difference_in_any_property_is_noticed(string name)
    {
        var record = SampleRecords.Complete(s_now);
        var property = typeof(SessionRecord).GetProperty(name)!;
        var other = record with { };
        property.SetValue(other, Different(property.GetValue(record)!));
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SameRecord.Assert(record, other));
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_is_the_same_record()
    {
        var record = SampleRecords.Complete(s_now);
        SameRecord.Assert(record,
            record with { Payload = record.Payload.ToArray(), Indexes = [.. record.Indexes], CreatedAt = record.CreatedAt.ToOffset(TimeSpan.FromHours(5)) });
    }

    [Fact]
    public void No_record_is_not_the_same_as_one() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SameRecord.Assert(SampleRecords.Complete(s_now), null));

    [Fact]
    public void The_complete_sample_leaves_nothing_out()
    {
        var record = SampleRecords.Complete(s_now);
        Assert.All(typeof(SessionRecord).GetProperties(BindingFlags.Public | BindingFlags.Instance), property => Assert.NotNull(property.GetValue(record)));
        Assert.NotEmpty(record.Indexes);
        Assert.False(record.Payload.IsEmpty || record.Fingerprint.IsEmpty);
    }

    private static object Different(object value) => value switch
    {
        SessionId => SessionId.New(),
        SecretHash => SampleRecords.NewSecretHash(),
        DateTimeOffset time => time.AddTicks(1),
        long number => number + 1,
        int number => number + 1,
        ulong number => number + 1,
        bool flag => !flag,
        TimeSpan time => time + TimeSpan.FromTicks(1),
        string text => text + " ",
        IReadOnlyList<SessionIndexEntry> entries => entries.Reverse().ToArray(),
        SessionClient client => client with { UserAgent = null },
        ReadOnlyMemory<byte> bytes => (ReadOnlyMemory<byte>)bytes.ToArray().Append((byte)0).ToArray(),
        _ => throw new NotSupportedException($"SessionRecord has a property of a new type: {value.GetType()}. Say here how another value looks, and " +
            $"compare it in SameRecord."),
    };
}
