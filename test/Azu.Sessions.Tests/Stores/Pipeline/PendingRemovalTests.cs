using System.Collections.Concurrent;

namespace Azu.Sessions.Tests;

/// <summary>Sign-outs during an outage, made up for afterwards: members first, the oldest first, until the store answers.</summary>
[Trait("Requirement", "R-36")]
public sealed class PendingRemovalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_go_before_the_strangers_that_came_first_and_the_oldest_goes_first()
    {
        var asked = new ConcurrentQueue<SessionId>();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var removals = New(async (id, _) =>
        {
            asked.Enqueue(id);
            await answer.Task;
            return RemoveResult.NotThere;
        });
        for (var i = 0; i < 8000; i++) removals.Add(SessionId.New(), RemoveCondition.Always, SessionEndReason.SignedOut, null, isMember: false);
        var members = Enumerable.Range(0, 20).Select(_ => SessionId.New()).ToList();
        foreach (var id in members) removals.Add(id, RemoveCondition.Always, SessionEndReason.SignedOut, null, isMember: true);
        var trying = removals.TryAllAsync(Token);
        await Eventually.HoldsAsync(() => asked.Count == 8);
        Assert.Equal(members.Take(8).ToHashSet(), asked.ToHashSet());
        answer.SetResult();
        await trying;
        Assert.Equal((8020, 0), (asked.Count, removals.Count));
    }

    [Fact]
    public async Task A_member_is_out_within_a_second_of_the_outage_whoever_signed_out_before()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        await app.StartAsync();
        // The sweep waits for its time, and nothing else does.
        await Eventually.HoldsAsync(() => app.Clock.ArmedTimers == 1);
        var strangers = new List<string>();
        for (var i = 0; i < 8000; i++) strangers.Add(await app.CreateAsync(new()));
        var member = await app.CreateAsync(new(), "alice");
        failing!.Failing = StoreOperations.Remove;
        foreach (var cookie in strangers.Append(member))
        {
            var session = await app.LoadAsync(cookie);
            await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        }

        // The background tries on meanwhile, and pauses.
        await Eventually.HoldsAsync(() => app.Clock.ArmedTimers > 1);
        Assert.Equal(TokenReading.Valid, app.Loader.CookieFormat.Read(member, out var token));
        failing.Failing = StoreOperations.None;
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => app.Memory.FindAsync(token.Id, Token).AsTask().GetAwaiter().GetResult() is null);
        await Eventually.HoldsAsync(() => app.Engine.Removals.Count == 0);
    }

    [Fact]
    public async Task Sign_outs_that_come_while_the_background_tries_are_tried_too()
    {
        var removals = New((_, _) => new(RemoveResult.NotThere));
        await removals.StartAsync(Token);
        await Parallel.ForAsync(0, 4, Token, (_, _) =>
        {
            for (var i = 0; i < 20_000; i++) removals.Add(SessionId.New(), RemoveCondition.Always, SessionEndReason.SignedOut, null, isMember: true);
            return ValueTask.CompletedTask;
        });
        await Eventually.HoldsAsync(() => removals.Count == 0);
        Assert.Equal(TaskStatus.WaitingForActivation, removals.ExecuteTask!.Status);
        await removals.StopAsync(Token);
    }

    [Fact]
    public async Task Removals_that_fail_for_good_do_not_hold_up_the_others()
    {
        var stuck = new HashSet<SessionId>();
        var removals = New((id, _) => stuck.Contains(id) ? throw new SessionStoreException("For good.") : new(RemoveResult.NotThere));
        for (var i = 0; i < 1000; i++)
        {
            var id = SessionId.New();
            stuck.Add(id);
            removals.Add(id, RemoveCondition.Always, SessionEndReason.SignedOut, null, isMember: true);
        }

        for (var i = 0; i < 50; i++) removals.Add(SessionId.New(), RemoveCondition.Always, SessionEndReason.SignedOut, null, isMember: true);
        for (var i = 0; i < 12; i++) await removals.TryAllAsync(Token);
        Assert.Equal(1000, removals.Count);
    }

    [Fact]
    public async Task A_store_that_is_down_is_asked_a_few_times_and_not_once_for_each()
    {
        var asked = 0;
        var removals = New((_, _) =>
        {
            Interlocked.Increment(ref asked);
            throw new SessionStoreUnavailableException("Down.", TimeSpan.FromSeconds(1));
        });
        for (var i = 0; i < 5000; i++) removals.Add(SessionId.New(), RemoveCondition.Always, SessionEndReason.SignedOut, null, isMember: true);
        await removals.TryAllAsync(Token);
        Assert.InRange(asked, 1, 8);
        Assert.Equal(5000, removals.Count);
    }

    [Fact]
    public void Strangers_cannot_fill_the_memory_and_members_are_always_remembered()
    {
        var removals = New((_, _) => new(RemoveResult.NotThere));
        var remembered = 0;
        for (var i = 0; i < 20_000; i++)
        {
            if (removals.Add(SessionId.New(), RemoveCondition.Always, SessionEndReason.SignedOut, null, isMember: false)) remembered++;
        }

        Assert.Equal(10_000, remembered);
        Assert.True(removals.Add(SessionId.New(), RemoveCondition.Always, SessionEndReason.SignedOut, null, isMember: true));
    }

    [Fact]
    public async Task A_sign_out_without_an_absolute_end_waits_until_the_store_answers()
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(o =>
            (o.AbsoluteTimeout, o.IdleTimeout) = (null, TimeSpan.FromMinutes(10)), faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new());
        failing!.Failing = StoreOperations.Remove;
        var session = await app.LoadAsync(cookie);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        app.Clock.Advance(TimeSpan.FromDays(30));
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Equal(1, app.Engine.Removals.Count);
        failing.Failing = StoreOperations.None;
        await app.Engine.Removals.TryAllAsync(Token);
        Assert.Equal(0, app.Engine.Removals.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_that_was_never_admitted_tells_a_member_from_a_stranger(bool isMember)
    {
        FailingStore? failing = null;
        await using var app = new TestApp<Shop>(faults: memory => failing = new(memory));
        var cookie = await app.CreateAsync(new(), isMember ? "alice" : null);
        failing!.Failing = StoreOperations.All;
        for (var i = 0; i < 10_000; i++) app.Engine.Removals.Add(SessionId.New(), RemoveCondition.Always, SessionEndReason.SignedOut, null, isMember: false);
        var session = await app.LoadAsync(cookie);
        var unconfirmed = await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        Assert.Equal(isMember ? 10_001 : 10_000, app.Engine.Removals.Count);
        Assert.Equal(isMember, unconfirmed.Message.Contains("repeated in the background", StringComparison.Ordinal));
    }

    private static PendingRemovals New(Func<SessionId, RemoveCondition, ValueTask<RemoveResult>> remove) =>
        new(
            async (id, removal, _) =>
            {
                foreach (var condition in removal.Conditions)
                {
                    if ((await remove(id, condition)).IsRemoved) break;
                }
            },
            TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Samples.Log);
}
