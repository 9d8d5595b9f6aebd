namespace Azu.Sessions.Tests;

/// <summary>
/// One run of several nodes whose clocks differ by up to 10 s, with deploys that change the timeouts, and a list of revocations that loses entries. A thief
/// keeps every cookie that was ever sent, and tries each of them on every node after each step.
/// </summary>
/// <param name="seed">Names the run.</param>
/// <param name="start">Starts a node on the list.</param>
/// <param name="isListReliable">Whether the list keeps what it has.</param>
internal sealed class RevocationSchedule(int seed, Func<MemoryStore, ManualTimeProvider, Action<AzuSessionsOptions>, ISimulatedNode> start,
    bool isListReliable = false) : IAsyncDisposable
{
    private const int Steps = 20;
    private const int Nodes = 3;
    private const int Kept = 9;

    private static readonly string[] s_subjects = ["alice", "bob"];
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan[] s_timeouts = [TimeSpan.FromHours(2), TimeSpan.FromHours(8), TimeSpan.FromDays(3)];
    private static readonly TimeSpan[] s_pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(40),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(5)];

    private readonly Random _random = new(seed);
    private readonly ManualTimeProvider _listClock = new();
    private readonly ManualTimeProvider[] _clocks = new ManualTimeProvider[Nodes];
    private readonly ISimulatedNode[] _nodes = new ISimulatedNode[Nodes];
    private readonly List<StolenCookie> _cookies = [];
    private MemoryStore _list = null!;

    /// <summary>How many refusals of a revoked cookie were seen while its own times had not ended.</summary>
    public int Refusals { get; private set; }

    /// <summary>How many admissions of a cookie after another sign-out everywhere of its subject were seen.</summary>
    public int Admissions { get; private set; }

    public async Task RunAsync()
    {
        _list = new(new(), _listClock);
        for (var i = 0; i < Nodes; i++)
        {
            _clocks[i] = new();
            _clocks[i].SetUtcNow(_listClock.GetUtcNow() + TimeSpan.FromMilliseconds(_random.Next(-5000, 5000)));
            _nodes[i] = start(_list, _clocks[i], AnyTimeouts());
        }

        for (var step = 0; step < Steps; step++)
        {
            await StepAsync();
            await CheckAsync(step);
            var pause = s_pauses[_random.Next(s_pauses.Length)];
            _listClock.Advance(pause);
            foreach (var clock in _clocks) clock.Advance(pause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    private async Task StepAsync()
    {
        var subject = s_subjects[_random.Next(s_subjects.Length)];
        var at = _random.Next(Nodes);
        var node = _nodes[at];
        switch (_random.Next(12))
        {
            case < 5:
                _cookies.Add(new(await node.App.CreateAsync(new(), subject), subject));
                break;
            case 5:
                await SignInAgainAsync(node, subject);
                break;
            case < 8:
                await node.SignOutEverywhereAsync(subject);
                foreach (var cookie in _cookies.Where(c => c.Subject == subject)) cookie.IsRevoked = true;
                break;
            case 8:
                await SignOutAsync(node);
                break;
            case 9 when !isListReliable:
                await _list.RemoveAsync(new RevocationNames("azu", "_session").Of(subject), RemoveCondition.Always, SessionEndReason.Deleted);
                foreach (var cookie in _cookies.Where(c => c.Subject == subject)) cookie.IsLost = true;
                break;
            case 10:
                await node.App.Manager.RemoveExpiredAsync();
                break;
            default:
                await node.DisposeAsync();
                _nodes[at] = start(_list, _clocks[at], AnyTimeouts());
                break;
        }
    }

    /// <summary>One browser signs in once more, in the session that it has. As another subject it ends that session.</summary>
    private async Task SignInAgainAsync(ISimulatedNode node, string subject)
    {
        if (_cookies.Count == 0) return;
        var session = await node.App.LoadAsync(_cookies[_random.Next(_cookies.Count)].Value);
        if (session.State.Record is { } record && record.Subject != subject) await SignOutAsync(node, session, record);
        await session.SignInAsync(subject);
        await session.CommitAsync();
        _cookies.Add(new(session.SentCookie!, subject));
    }

    private async Task SignOutAsync(ISimulatedNode node)
    {
        if (_cookies.Count == 0) return;
        var session = await node.App.LoadAsync(_cookies[_random.Next(_cookies.Count)].Value);
        if (session.State.Record is { } record) await SignOutAsync(node, session, record);
    }

    private async Task SignOutAsync(ISimulatedNode node, Session<Shop> session, SessionRecord record)
    {
        await node.SignOutAsync(session);
        foreach (var cookie in _cookies)
        {
            if (RecordOf(cookie.Value) is var other && other.Id == record.Id && other.Generation <= record.Generation) cookie.IsSignedOut = true;
        }
    }

    private async Task CheckAsync(int step)
    {
        foreach (var cookie in _cookies.ToList())
        {
            foreach (var node in _nodes)
            {
                var lives = Lives(RecordOf(cookie.Value), node.App);
                var (isAdmitted, renewed) = await node.ReadAsync(cookie.Value);
                if (isAdmitted && (cookie.IsRevoked || cookie.IsSignedOut))
                    throw new SimulationException($"Seed {seed}, step {step}: a cookie of {cookie.Subject} survived " +
                        $"{(cookie.IsRevoked ? "signing out everywhere" : "its sign-out")}.");
                if (!isAdmitted && lives && !cookie.IsRevoked && !cookie.IsSignedOut && !cookie.IsLost)
                    throw new SimulationException($"Seed {seed}, step {step}: a cookie of {cookie.Subject} is refused, and nothing had ended it.");
                if (lives && cookie.IsRevoked && !isAdmitted) Refusals++;
                if (isAdmitted && _cookies.Any(c => c.Subject == cookie.Subject && c.IsRevoked)) Admissions++;
                if (isAdmitted && renewed is not null) _cookies.Add(new(renewed, cookie.Subject) { IsLost = cookie.IsLost });
            }
        }

        // What is over by every clock is no use to the thief. Some of the others are enough to keep.
        _cookies.RemoveAll(c => RecordOf(c.Value).ExpiresAt + s_margin < _listClock.GetUtcNow());
        while (_cookies.Count > Kept) _cookies.RemoveAt(_random.Next(_cookies.Count));
    }

    /// <summary>Whether the cookie's own times and today's timeouts surely let it live, by the node's clock.</summary>
    private static bool Lives(SessionRecord record, TestApp<Shop> app)
    {
        var now = app.Clock.GetUtcNow();
        var longest = app.Engine.Options.MaxAbsoluteTimeout ?? app.Engine.Options.AbsoluteTimeout;
        return record.ExpiresAt > now && record.AbsoluteExpiresAt > now && record.SignedInAt + longest > now;
    }

    private SessionRecord RecordOf(string cookie)
    {
        Assert.Equal(TokenReading.Valid, _nodes[0].App.Loader.CookieFormat.Read(cookie, out var token));
        return token.Record!;
    }

    private Action<AzuSessionsOptions> AnyTimeouts()
    {
        var timeout = s_timeouts[_random.Next(s_timeouts.Length)];
        var isIdleShort = _random.Next(3) == 0;
        var hasMax = _random.Next(3) == 0;
        return o =>
        {
            o.AbsoluteTimeout = timeout;
            o.IdleTimeout = isIdleShort ? TimeSpan.FromHours(1) : timeout;
            if (hasMax) o.MaxAbsoluteTimeout = TimeSpan.FromDays(3);
        };
    }

    private sealed class StolenCookie(string value, string subject)
    {
        public string Value => value;

        public string Subject => subject;

        public bool IsRevoked { get; set; }

        public bool IsSignedOut { get; set; }

        /// <summary>The list has lost the subject's entry since.</summary>
        public bool IsLost { get; set; }
    }
}

/// <summary>A schedule ended as it must not.</summary>
internal sealed class SimulationException(string message) : Exception(message);
