using Xunit.Sdk;

namespace Azu.Sessions.Conformance;

/// <summary>
/// What all classes of the conformance kit share: each fact gets a <typeparamref name="TStore"/> of its own. A store author derives one
/// class from each of the kit's classes that apply, and one from <see cref="ConformanceIsComplete{TStore}"/>, which says which those are.
/// </summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class StoreFacts<TStore> : IAsyncLifetime
    where TStore : StoreUnderTest, new()
{
    /// <summary>The test's own token: ends with the test run.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store under test, with its clock and its index.</summary>
    protected TStore Rig { get; } = new();

    /// <summary>The store.</summary>
    protected ISessionStore Store => Rig.Store;

    /// <summary>The store's index.</summary>
    protected ISessionIndex Index =>
        Rig.Index ?? throw new InvalidOperationException($"{typeof(TStore).Name} gives no index, so {GetType().Name} does not apply to it: remove that class.");

    /// <summary>A session that is about to be created: anonymous, with a small payload and an hour to live.</summary>
    protected SessionRecord NewSession() => SampleRecords.Anonymous(Rig.Now);

    /// <summary>The same with an absolute end, so that it may have a subject and index entries.</summary>
    protected SessionRecord NewBounded() => NewSession() with { AbsoluteExpiresAt = Rig.Now.AddHours(8) };

    /// <summary>Creates <paramref name="record"/> and returns it.</summary>
    protected async Task<SessionRecord> CreatedAsync(SessionRecord record)
    {
        Assert.True(await Store.CreateAsync(record, Token), $"CreateAsync answered false for {record}, whose id is new.");
        return record;
    }

    /// <summary>Creates <paramref name="count"/> sessions, a few at a time.</summary>
    protected async Task<IReadOnlyList<SessionRecord>> CreatedAsync(int count, Func<int, SessionRecord> make)
    {
        var records = new SessionRecord[count];
        await Parallel.ForAsync(0, count, Token, async (i, _) => records[i] = await CreatedAsync(make(i)));
        return records;
    }

    /// <summary>Updates the session from <paramref name="from"/> to <paramref name="to"/>, and returns what is stored now.</summary>
    protected async Task<SessionRecord> UpdatedAsync(SessionRecord from, SessionRecord to)
    {
        var result = await Store.UpdateAsync(to, from.Version, Token);
        Assert.True(result.Outcome == UpdateOutcome.Updated,
            $"UpdateAsync of version {to.Version} in place of version {from.Version} answered " +
                $"{result}{(result.Current is { } current ? $", with version {current.Version} stored" : "")}. {SameRecord.WrongClockHint}");
        return SameRecord.Present(result.Current);
    }

    /// <summary>Runs a race round by round, with 2 to 64 writers. A failure names the round and the number of its writers.</summary>
    /// <param name="race">What a round does; it is given the number of the round and the number of its writers.</param>
    /// <param name="mostWriters">The maximum number of writers in a round.</param>
    /// <param name="mostRounds">The maximum number of rounds, where the store asks for more.</param>
    protected async Task RoundsAsync(Func<int, int, Task> race, int mostWriters = 64, int mostRounds = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(race);
        var rounds = Math.Min(RaceRounds.Of(Rig), mostRounds);
        for (var round = 0; round < rounds; round++)
        {
            var writers = Math.Min(RaceRounds.Writers(round), mostWriters);
            try
            {
                await race(round, writers);
            }
            catch (Exception e) when (!Token.IsCancellationRequested)
            {
                // Also what the store threw: an exception alone would not say in which round.
                throw new XunitException($"In round {round + 1} of {rounds}, with {writers} {(writers == 1 ? "writer" : "writers")}: " +
                    $"{(e is XunitException ? "" : $"{e.GetType().Name}: ")}{e.Message}", e);
            }
        }
    }

    /// <summary>What the store finds, which must be something.</summary>
    protected async Task<SessionRecord> FoundAsync(SessionId id)
    {
        var found = await Store.FindAsync(id, Token);
        Assert.True(found is not null, $"FindAsync found nothing for the session {id}, which should be there. {SameRecord.WrongClockHint}");
        return found;
    }

    /// <summary>The store must not find <paramref name="id"/>.</summary>
    protected async Task NotFoundAsync(SessionId id) =>
        Assert.False(await Store.FindAsync(id, Token) is not null, $"FindAsync returned the session {id}, which is not there any more.");

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => Rig.InitializeAsync();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => Rig.DisposeAsync();
}
