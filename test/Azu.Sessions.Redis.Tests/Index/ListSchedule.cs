using Azu.Sessions.Conformance;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>
/// One random order of the single steps of several clients at one session: entries, writes, touches, readers and removals, of which each may be
/// lost before it is carried out or after. The steps are the shipped scripts; the order is the test's.
/// </summary>
internal sealed class ListSchedule(RedisStore store, RedisIndexWriter entries, IDatabase database, string prefix, int seed)
{
    private static readonly string[] s_subjects = ["alice", "bob"];

    private readonly Random _random = new(seed);
    private readonly RedisKeys _keys = new(prefix);
    private readonly SessionId _id = SessionId.New();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly List<IEnumerator<Task>> _clients = [];
    private int _losses;
    private int _healed;

    /// <summary>Runs it. Throws where a live session was missing from its lists.</summary>
    public async Task RunAsync()
    {
        await store.CreateAsync(SampleRecords.SignedIn(_now, "alice") with { Id = _id, Indexes = [new("tenant", "0")] });
        for (var left = _random.Next(4, 14); left > 0 || _clients.Count > 0;)
        {
            if (left > 0 && (_clients.Count == 0 || _random.Next(3) > 0))
            {
                left--;
                _clients.Add(NewClient().GetEnumerator());
                continue;
            }
            var client = _clients[_random.Next(_clients.Count)];
            // A client that is stopped here lost its connection: what it sent is carried out, and what it would have sent is not.
            if (_random.Next(8) == 0 || !client.MoveNext()) _clients.Remove(client);
            else await client.Current;
            await CheckAsync();
        }
        await SignOutEverywhereAsync();
    }

    private IEnumerable<Task> NewClient() => _random.Next(12) switch
    {
        < 5 => Write(),
        < 8 => Touch(),
        < 10 => OneStep(ReadAsync),
        < 11 => OneStep(LoseListsAsync),
        _ => Remove(),
    };

    private static IEnumerable<Task> OneStep(Func<Task> step)
    {
        yield return step();
    }

    /// <summary>A sign-in or a change of values, in the steps of <see cref="RedisUpdate"/>; each may come much later than the one before.</summary>
    private IEnumerable<Task> Write()
    {
        SessionRecord? read = null;
        yield return Task.Run(async () => read = await store.FindAsync(_id));
        if (read is null) yield break;
        var record = read.Next() with
        {
            Subject = s_subjects[_random.Next(2)],
            Indexes = [new("tenant", $"{_random.Next(2)}")],
            AbsoluteExpiresAt = _now.AddHours(_random.Next(6, 10)),
        };
        RedisValue[] values = [Ticks.Cutoff(_now), Ticks.Of(read.Version), SessionRecordFormat.Pack(record), "no"];
        RedisResult[] answer = [];
        yield return Task.Run(async () => answer = (RedisResult[])(await EvaluateAsync(RedisScripts.Update, values))!);
        if ((string?)answer[0] != "unlisted") yield break;
        var losses = _losses;
        yield return entries.AddAsync(record);
        values[3] = "yes";
        yield return Task.Run(async () =>
        {
            await EvaluateAsync(RedisScripts.Update, values);
            // What it had entered was lost before it wrote: its next touch enters it again.
            if (losses != _losses) _losses++;
        });
    }

    private IEnumerable<Task> Touch()
    {
        byte[]? beginning = null;
        var losses = _losses;
        var seen = _now.AddSeconds(_random.Next(1, 1_000));
        yield return Task.Run(async () =>
            beginning = (byte[]?)await EvaluateAsync(RedisScripts.Touch, [Ticks.Cutoff(_now), SessionRecordFormat.PackTimes(_id, seen, seen.AddHours(1))]));
        if (beginning is not { Length: > 0 }) yield break;
        yield return Task.Run(async () =>
        {
            await entries.AddAgainAsync(_id, beginning);
            _healed = losses;
        });
    }

    private IEnumerable<Task> Remove()
    {
        byte[]? value = null;
        yield return Task.Run(async () => value = ((RedisResult[])(await EvaluateAsync(RedisScripts.Remove, ["no", "", ""]))!) is { Length: > 1 } answer
            ? (byte[]?)answer[1]
            : null);
        if (value is not null) yield return entries.RemoveAsync(SessionRecordFormat.Unpack(value));
    }

    private async Task ReadAsync()
    {
        foreach (var subject in s_subjects)
        {
            await store.ListAsync(SessionQuery.BySubject(subject), null);
            await store.ListIdsAsync(SessionQuery.BySubject(subject), null);
        }
    }

    private async Task LoseListsAsync()
    {
        foreach (var subject in s_subjects) await database.KeyDeleteAsync(_keys.Subject(subject));
        for (var i = 0; i < 2; i++) await database.KeyDeleteAsync(_keys.Index(new("tenant", $"{i}")));
        _losses++;
    }

    private async Task CheckAsync()
    {
        if (_healed < _losses || await store.FindAsync(_id) is not { } live) return;
        foreach (var query in (SessionQuery[])[SessionQuery.BySubject(live.Subject!), SessionQuery.ByIndex("tenant", live.Indexes[0].Value)])
        {
            Assert.True((await store.ListIdsAsync(query, null)).Ids.Contains(_id), $"Schedule {seed}: the live session is missing from a list.");
            Assert.True((await store.ListAsync(query, null)).Records.Any(record => record.Id == _id),
                $"Schedule {seed}: the live session is missing from a list of records.");
        }
    }

    /// <summary>Within a touch interval before, the session was used.</summary>
    private async Task SignOutEverywhereAsync()
    {
        await store.TouchAsync(_id, _now.AddHours(1), _now.AddHours(2));
        foreach (var subject in s_subjects)
        {
            foreach (var id in (await store.ListIdsAsync(SessionQuery.BySubject(subject), null)).Ids) await store.RemoveAsync(id, RemoveCondition.Always,
                SessionEndReason.Revoked);
        }
        Assert.True(await store.FindAsync(_id) is null, $"Schedule {seed}: signing out everywhere missed the session.");
    }

    private Task<RedisResult> EvaluateAsync(RedisScript script, RedisValue[] values) => database.ScriptEvaluateAsync(script.Text, [_keys.Session(_id)], values);
}
