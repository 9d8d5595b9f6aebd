using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>
/// Visitors who go on clicking while a store is disturbed, and the account that is settled afterwards: every write that a visitor saw confirmed is
/// there, nobody was taken for somebody else, nobody was thrown out, no cookie was replaced or taken, and who signed out stays out.
/// </summary>
internal sealed class FaultAccount : IAsyncDisposable
{
    private readonly TestApp[] _nodes;
    private readonly HttpClient[] _clients;
    private readonly TimeSpan _lag;
    private readonly Customer[] _customers;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _visits = [];
    private volatile bool _removalsMayBeLost;
    private long _answers;
    private long _failures;

    private FaultAccount(TestApp[] nodes, int customers, TimeSpan lag)
    {
        (_nodes, _lag) = (nodes, lag);
        _clients = [.. nodes.Select(n => n.NewBareClient())];
        foreach (var client in _clients) client.Timeout = TimeSpan.FromSeconds(30);
        _customers = [.. Enumerable.Range(0, customers).Select(i => new Customer($"customer-{i}"))];
    }

    /// <summary>How many requests were answered well so far.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>How many were answered with a failure.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Starts nodes on the store that is to be disturbed, signs everybody in, and lets them click.</summary>
    /// <param name="useStore">Chooses the store.</param>
    /// <param name="nodes">How many processes share the visitors' cookies.</param>
    /// <param name="customers">How many visitors there are.</param>
    /// <param name="lag">How long a node may still not know what another one has done.</param>
    public static async Task<FaultAccount> OpenAsync(Action<AzuSessionsBuilder<Visitor>> useStore, int nodes = 1, int customers = 16, TimeSpan lag = default)
    {
        var secret = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        var apps = new List<TestApp>();
        for (var i = 0; i < nodes; i++)
        {
            apps.Add(await TestApp.StartAsync(
                builder => useStore(builder.Services.AddAzuSessions<Visitor>(o => o.Secret = secret)),
                app =>
                {
                    app.UseAzuSessions();
                    app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
                    app.MapPost("/count", (Session<Visitor> session) =>
                    {
                        session.Update(v => v with { Count = v.Count + 1 });
                        return session.Subject;
                    }).RequireSession();
                    app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask()).RequireSession();
                    app.MapGet("/who", (Session<Visitor> session) => $"{session.Subject} {session.Data.Count}").RequireSession();
                }));
        }

        var account = new FaultAccount([.. apps], customers, lag);
        foreach (var customer in account._customers) await account.SignInAsync(customer);
        account._visits.AddRange(account._customers.Select(c => Task.Run(() => account.VisitAsync(c))));
        return account;
    }

    /// <summary>Lets the traffic run for as long as a disturbance lasts.</summary>
    public static Task PassAsync(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);

    /// <summary>From now on the store may lose what it has confirmed.</summary>
    /// <param name="alsoRemovals">Whether sessions that have ended may be back.</param>
    public void ExpectLosses(bool alsoRemovals = false)
    {
        _removalsMayBeLost = alsoRemovals;
        foreach (var customer in _customers) customer.Kept = customer.Confirmed;
    }

    /// <summary>And from now on no longer.</summary>
    public void ExpectNoMoreLosses()
    {
        _removalsMayBeLost = false;
        foreach (var customer in _customers) customer.MayBeLost = customer.Confirmed - customer.Kept;
    }

    /// <summary>The disturbance is over: waits until everybody is served again by every node, and returns how long that took.</summary>
    public async Task<TimeSpan> RecoverAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        foreach (var customer in _customers) customer.GoodInARow = 0;
        // The first may have been under way.
        try
        {
            foreach (var customer in _customers) await Eventually.HoldsAsync(() => customer.GoodInARow > _nodes.Length || customer.IsOut);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Not everybody is served again. The last answers: " +
                $"{string.Join("; ", _customers.Where(c => !c.IsOut && c.GoodInARow <= _nodes.Length).Select(c => c.LastAnswers))}.", e);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Ends the traffic, and settles: with every node.</summary>
    public async Task SettleAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_visits);
        foreach (var customer in _customers.Where(c => c.IsLeaving && !c.IsOut)) await UntilOutAsync(customer);
        if (_lag > TimeSpan.Zero) await PassAsync(_lag);
        for (var i = 0; i < _clients.Length; i++) await SettleAsync(i);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Answers} answers, {Failures} failures, {_customers.Sum(c => c.Confirmed)} confirmed writes, " +
            $"{_customers.Count(c => c.IsOut)} sign-outs.");
        Assert.True(_complaints.IsEmpty, string.Join('\n', _complaints));
    }

    /// <summary>What a node began it brings to its end: nobody admits this session any more.</summary>
    private async Task UntilOutAsync(Customer customer)
    {
        foreach (var client in _clients)
        {
            await Eventually.HoldsAsync(async () =>
            {
                using var answer = await AskAsync(client, customer, HttpMethod.Get, "/who");
                return answer.StatusCode == HttpStatusCode.Unauthorized;
            });
        }

        Leave(customer);
    }

    private async Task SettleAsync(int node)
    {
        foreach (var customer in _customers)
        {
            using var answer = await AskAsync(_clients[node], customer, HttpMethod.Get, "/who");
            if (customer.IsOut)
            {
                if (customer.MayBeBack
                    && answer.IsSuccessStatusCode) TestContext.Current.TestOutputHelper!.WriteLine($"{customer.Name} signed out, and the store has lost it.");
                else if (answer.StatusCode != HttpStatusCode.Unauthorized) Complain($"{customer.Name} signed out and is served again: {answer.StatusCode}.");
                continue;
            }

            if (answer.StatusCode == HttpStatusCode.Unauthorized && customer.MayBeOut) continue;
            if (!answer.IsSuccessStatusCode)
            {
                Complain($"{customer.Name} has lost the session: {answer.StatusCode}.");
                continue;
            }

            var words = (await answer.Content.ReadAsStringAsync()).Split(' ');
            var count = int.Parse(words[1], CultureInfo.InvariantCulture);
            if (words[0] != customer.Name) Complain($"{customer.Name} was shown {words[0]}.");
            if (count < customer.Confirmed - customer.MayBeLost || count > customer.Confirmed + customer.Unconfirmed)
                Complain($"{customer.Name} saw {customer.Confirmed} writes confirmed and {customer.Unconfirmed} fail; on node {node} the session holds " +
                    $"{count}, and the store may have lost {customer.MayBeLost}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_visits);
        foreach (var client in _clients) client.Dispose();
        foreach (var node in _nodes) await node.DisposeAsync();
        _closing.Dispose();
    }

    private async Task SignInAsync(Customer customer)
    {
        using var response = await _clients[0].PostAsync("/login/" + customer.Name, null);
        response.EnsureSuccessStatusCode();
        customer.Cookie = Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private async Task VisitAsync(Customer customer)
    {
        // Every fourth signs out in the midst of it, one after the other.
        var number = int.Parse(customer.Name.Split('-')[1], CultureInfo.InvariantCulture);
        var leavesAfter = number % 4 == 3 ? 20 + 10 * number : int.MaxValue;
        for (var i = 0; !_closing.IsCancellationRequested; i++)
        {
            var leaves = i >= leavesAfter && !customer.IsOut;
            var writes = !leaves && i % 2 == 0;
            var isOutForGood = customer.IsOut && TimeProvider.System.GetElapsedTime(customer.OutSince) > _lag;
            using var answer = leaves ? await AskAsync(customer, HttpMethod.Post, "/logout")
                : writes ? await AskAsync(customer, HttpMethod.Post, "/count")
                : await AskAsync(customer, HttpMethod.Get, "/who");
            customer.Note($"{(int)answer.StatusCode} to {answer.RequestMessage!.RequestUri}");
            await NoteAsync(customer, answer, writes, leaves, isOutForGood);
            await Task.Delay(answer.IsSuccessStatusCode ? 10 : 20);
        }
    }

    private async Task NoteAsync(Customer customer, HttpResponseMessage answer, bool writes, bool leaves, bool isOutForGood)
    {
        var setsCookie = answer.Headers.Contains("Set-Cookie");
        if (setsCookie && !leaves) Complain($"{customer.Name} was given a cookie by {answer.RequestMessage!.RequestUri}: {answer.StatusCode}.");
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK when leaves:
                Leave(customer);
                break;
            case HttpStatusCode.OK when customer.IsOut && !writes && !isOutForGood:
                break;
            case HttpStatusCode.OK when customer.IsOut && customer.MayBeBack:
                break;
            case HttpStatusCode.OK when customer.IsOut:
                Complain($"{customer.Name} signed out and was served.");
                break;
            case HttpStatusCode.OK:
                if ((await answer.Content.ReadAsStringAsync()).Split(' ')[0] != customer.Name) Complain($"{customer.Name} was taken for somebody else.");
                if (writes) customer.Confirmed++;
                customer.GoodInARow++;
                Interlocked.Increment(ref _answers);
                break;
            case HttpStatusCode.Unauthorized when customer.IsOut:
                customer.GoodInARow++;
                break;
            case HttpStatusCode.Conflict when writes && customer.IsOut && !isOutForGood:
                // Admitted by a copy, and refused where it counts.
                break;
            case HttpStatusCode.Conflict when writes && customer.MayBeOut && _lag > TimeSpan.Zero:
            case HttpStatusCode.Unauthorized when customer.MayBeOut && _nodes.Length > 1:
                // The node that could not confirm the sign-out admits nobody any more, and tries again; the others do not know of it yet.
                customer.IsLeaving = true;
                customer.GoodInARow++;
                break;
            case HttpStatusCode.Unauthorized when customer.MayBeOut:
                // The sign-out that was not confirmed has been carried out after all.
                Leave(customer);
                break;
            case HttpStatusCode.ServiceUnavailable:
                if (writes) customer.Unconfirmed++;
                if (leaves) customer.MayBeOut = true;
                customer.GoodInARow = 0;
                Interlocked.Increment(ref _failures);
                break;
            default:
                Complain($"{customer.Name} got {answer.StatusCode} from {answer.RequestMessage!.RequestUri}.");
                break;
        }
    }

    private Task<HttpResponseMessage> AskAsync(Customer customer, HttpMethod method, string path) =>
        AskAsync(_clients[customer.Asks++ % _clients.Length], customer, method, path);

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, Customer customer, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", customer.Cookie);
        return await client.SendAsync(request);
    }

    private void Leave(Customer customer)
    {
        customer.MayBeBack = _removalsMayBeLost;
        customer.OutSince = TimeProvider.System.GetTimestamp();
        customer.IsOut = true;
    }

    private void Complain(string what) => _complaints.Enqueue(what);

    private sealed class Customer(string name)
    {
        private readonly ConcurrentQueue<string> _last = [];

        public string Name => name;

        public void Note(string answer)
        {
            _last.Enqueue(answer);
            if (_last.Count > 6) _last.TryDequeue(out _);
        }

        public string Cookie { get; set; } = "";

        public int Asks { get; set; }

        public int Confirmed { get; set; }

        public int Unconfirmed { get; set; }

        /// <summary>How many writes were confirmed before the store began to lose some.</summary>
        public int Kept { get; set; }

        /// <summary>How many of the confirmed writes may be missing.</summary>
        public int MayBeLost { get; set; }

        /// <summary>A sign-out has failed: it may have been carried out all the same, now or later.</summary>
        public bool MayBeOut { get; set; }

        /// <summary>A node has refused after that, so the end is certain, and it remains to be seen when.</summary>
        public bool IsLeaving { get; set; }

        public long OutSince { get; set; }

        public volatile bool IsOut;

        /// <summary>The store may have lost the sign-out.</summary>
        public bool MayBeBack { get; set; }

        /// <summary>What the last requests were answered with.</summary>
        public string LastAnswers => $"{Name} {string.Join(", ", _last)}";

        /// <summary>How many requests were served since the last one that was not.</summary>
        public volatile int GoodInARow;
    }
}
