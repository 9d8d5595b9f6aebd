using System.Globalization;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The scripts find each part of a packed record where it is.</summary>
public sealed class LayoutTests
{
    [Fact]
    public async Task A_script_reads_the_fields_that_were_packed()
    {
        var redis = (await TestContext.Current.GetFixture<OneServer>())!;
        var record = SampleRecords.Complete(TimeProvider.System.GetUtcNow());
        var packed = SessionRecordFormat.Pack(record);
        var script = RedisScripts.Layout + """
            local v, unpack = ARGV[1], struct.unpack
            local format, length, seen_low, seen_high, low, high, parts, listed = unpack(HEAD, v)
            return { format, length, seen_low .. ' ' .. seen_high, low .. ' ' .. high, parts, listed, v:sub(LISTS, LISTS + listed - 1),
              v:sub(GENERATION, GENERATION + 3), v:sub(VERSION, VERSION + 7), v:sub(WRITE_ID, WRITE_ID + 7), v:sub(SECRET, SECRET + 31), v:sub(END, END + 7),
              v:sub(LISTS + listed, LISTS + listed + 31), HEADER, FORMAT }
            """;
        var answer = (StackExchange.Redis.RedisResult[])(await redis.Multiplexer.GetDatabase().ScriptEvaluateAsync(script, null, [packed]))!;
        Assert.Equal(packed.Length, (int)answer[1]);
        Assert.Equal(Halves(record.LastSeenAt), (string?)answer[2]);
        Assert.Equal(Halves(record.ExpiresAt), (string?)answer[3]);
        Assert.True(PackedLists.TryRead(packed.AsSpan(0, PackedRecordLayout.ListsAt + (int)answer[5]), out var lists));
        Assert.Equal(record.Subject, lists.Subject);
        Assert.Equal(record.Indexes, lists.Indexes);
        Assert.Equal(Ticks.Of(record.Generation), (byte[])answer[7]!);
        Assert.Equal(Ticks.Of(record.Version), (byte[])answer[8]!);
        Assert.Equal(Ticks.Of(unchecked((long)record.WriteId)), (byte[])answer[9]!);
        Assert.Equal(Bytes(record.SecretHash), (byte[])answer[10]!);
        Assert.Equal(Ticks.Of(record.AbsoluteExpiresAt!.Value.UtcTicks), (byte[])answer[11]!);
        Assert.Equal(Bytes(record.PreviousSecretHash!.Value), (byte[])answer[12]!);
        Assert.Equal((PackedRecordLayout.HeaderSize, PackedRecordLayout.Format), ((int)answer[13], (byte)(int)answer[14]));
    }

    /// <summary>The scripts take these pairs of fields in one piece.</summary>
    [Fact]
    public void Neighbours_that_scripts_take_together_are_neighbours()
    {
        Assert.Equal(PackedRecordLayout.VersionAt + sizeof(long), PackedRecordLayout.WriteIdAt);
        Assert.Equal(PackedRecordLayout.AbsoluteExpiresAt + sizeof(long), PackedRecordLayout.ListsAt);
        Assert.Equal(PackedRecordLayout.TimesAt + PackedRecordLayout.TimesSize, PackedRecordLayout.PartsAt);
        Assert.Equal(PackedRecordLayout.PartsAt + sizeof(ushort), PackedRecordLayout.ListsLengthAt);
    }

    private static string Halves(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{(uint)time.UtcTicks} {(uint)(time.UtcTicks >> 32)}");

    private static byte[] Bytes(SecretHash hash)
    {
        var bytes = new byte[SecretHash.Size];
        hash.WriteTo(bytes);
        return bytes;
    }
}
