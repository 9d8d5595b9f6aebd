using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A single bit that turned over in Redis, at each place of a record.</summary>
public sealed class BitFlipTests
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_record_with_any_bit_turned_admits_no_caller_and_keeps_no_other_session_alive()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var database = redis.Multiplexer.GetDatabase();
        var alice = SampleRecords.SignedIn(_now, "alice");
        var other = SampleRecords.SignedIn(_now, "alice");
        var packed = SessionRecordFormat.Pack(alice);
        for (var bit = 0; bit < Math.Min(1_280, packed.Length * 8); bit++)
        {
            await store.CreateAsync(other);
            await store.CreateAsync(alice);
            var flipped = (byte[])packed.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            await database.StringSetAsync($"s:{alice.Id}", flipped);

            Assert.Null(await store.FindAsync(alice.Id));
            SameRecord.Assert(other, Assert.Single((await store.ListAsync(SessionQuery.BySubject("alice"), null)).Records));
            Assert.InRange(await store.CountAsync(SessionQuery.All), 1, 2);
            Assert.Equal(ExpiredSessions.None, await store.RemoveExpiredAsync(100));
            Assert.Equal(RemoveResult.NotThere.IsRemoved,
                (await store.RemoveAsync(alice.Id, RemoveCondition.OfGeneration(alice.Generation), SessionEndReason.SignedOut)).IsRemoved);

            await database.StringSetAsync($"s:{alice.Id}", flipped);
            await store.TouchAsync(alice.Id, _now.AddMinutes(1), _now.AddMinutes(61));
            await store.UpdateAsync(alice.Next() with { Version = 99 }, 98);
            // A touch replaces the times of use, and may heal them.
            if (bit / 8 is < PackedRecordLayout.TimesAt or >= PackedRecordLayout.PartsAt) Assert.Null(await store.FindAsync(alice.Id));

            await database.StringSetAsync($"s:{alice.Id}", flipped);
            var ids = (await store.ListIdsAsync(SessionQuery.BySubject("alice"), null)).Ids;
            Assert.Equal(new[] { alice.Id, other.Id }.Order(), ids.Order());
            switch (bit % 3)
            {
                case 0:
                    Assert.True((await store.RemoveAsync(alice.Id, RemoveCondition.Always, SessionEndReason.Deleted)).IsRemoved);
                    break;
                case 1:
                    foreach (var id in ids) Assert.True((await store.RemoveAsync(id, RemoveCondition.Always, SessionEndReason.Revoked)).IsRemoved);
                    break;
                default:
                    Assert.Equal(2, await store.ClearAsync());
                    break;
            }
            Assert.Equal(0L, await redis.Server.AskAsync("EXISTS", $"s:{alice.Id}"));
        }
    }
}
