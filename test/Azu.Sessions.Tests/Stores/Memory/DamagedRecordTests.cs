namespace Azu.Sessions.Tests;

/// <summary>One damaged record: its visitor has a new session, and nothing else notices it.</summary>
[Trait("Requirement", "R-77")]
public sealed class DamagedRecordTests
{
    private const int Bits = 1_280;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whichever_bit_of_a_record_flips_nothing_but_its_own_session_is_lost()
    {
        for (var bit = 0; bit < Bits; bit++)
        {
            await using var app = new TestApp<Shop>(o => o.MaxSessionsPerSubject = 3);
            var cookie = await app.CreateAsync(new() { Name = "a" }, "alice");
            var other = await app.LoadAsync(await app.CreateAsync(new(), "alice"));
            var id = (await app.LoadAsync(cookie)).Id;
            Flip(app.Memory, id, bit);
            var what = $"Bit {bit}";

            // The visitor has a new session, and can sign in.
            var after = await app.LoadAsync(cookie);
            Assert.True(after.IsNew, what);
            Assert.True(after.Durability == SessionDurability.Durable, what);
            await after.SignInAsync("alice", Token);
            // The other sessions are listed, and the limit counts them.
            Assert.Equal(new HashSet<SessionId> { other.Id, after.Id },
                await app.Manager.ListBySubjectAsync("alice", Token).Select(s => s.Id).ToHashSetAsync(cancellationToken: Token));
            // Everything of the subject ends, the damaged record too.
            Assert.Equal(3, await app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token));
            Assert.True(await app.LoadAsync(cookie) is { IsNew: true }, what);
            Assert.Equal((0L, 0), (app.Memory.SessionsHeld, app.Memory.KeysHeld));
        }
    }

    [Fact]
    public async Task Whichever_bit_of_a_record_flips_it_can_be_revoked_cleared_and_cleaned_up()
    {
        for (var bit = 0; bit < Bits; bit++)
        {
            var at = new MemoryStoreFixture();
            var what = $"Bit {bit}";
            var revoked = await at.CreateAsync("alice");
            Flip(at.Store, revoked.Id, bit);
            Assert.True((await at.Store.RemoveAsync(revoked.Id, RemoveCondition.Always, SessionEndReason.Revoked,
                cancellationToken: Token)) is { IsRemoved: true, Record: null }, what);

            var cleared = await at.CreateAsync("alice");
            Flip(at.Store, cleared.Id, bit);
            Assert.Equal(1, await at.Store.ClearAsync(cancellationToken: Token));

            var over = await at.CreateAsync("alice");
            await at.CreateAsync("bob");
            Flip(at.Store, over.Id, bit);
            // A flipped time may end it later than it should; its absolute end stays.
            at.Clock.Advance(TimeSpan.FromDays(2));
            var swept = await at.Store.RemoveExpiredAsync(10, Token);
            Assert.True(swept is { Records.Count: 1, Unreadable: 1 }, $"{what}: {swept.Records.Count} records, {swept.Unreadable} unreadable.");
            Assert.Equal((0L, 0L, 0), (at.Store.SessionsHeld, at.Store.BytesHeld, at.Store.KeysHeld));
        }
    }

    private static void Flip(MemoryStore store, SessionId id, int bit)
    {
        Assert.True(store.Shards.Of(id).TryFind(id, out var packed));
        packed[bit / 8 % packed.Length] ^= (byte)(1 << (bit % 8));
    }
}
