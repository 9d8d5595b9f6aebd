namespace Azu.Sessions.Tests;

/// <summary>An application whose sessions are in cookies, with a list of revocations in memory.</summary>
internal sealed class ListedApp : IAsyncDisposable
{
    /// <param name="options">The application's own options.</param>
    /// <param name="before">The deploy before this one: its list and its clock stay.</param>
    /// <param name="faults">Puts wrappers around the list.</param>
    public ListedApp(Action<AzuSessionsOptions>? options = null, ListedApp? before = null, Func<ISessionStore, ISessionStore>? faults = null)
    {
        Clock = before?.Clock ?? new();
        List = before?.List ?? new(new(), Clock);
        App = new(options, build: b => b.UseCookieStore(c => c.RevokeIn(new IndexedStore(faults?.Invoke(List) ?? List, List))), clock: Clock);
    }

    public ManualTimeProvider Clock { get; }

    /// <summary>Where the list is kept.</summary>
    public MemoryStore List { get; }

    public TestApp<Shop> App { get; }

    public SessionManager<Shop> Manager => App.Manager;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new device of the subject; returns its cookie.</summary>
    public Task<string> SignInAsync(string subject) => App.CreateAsync(new(), subject);

    /// <summary>The device signs in once more, in the session that it has; returns its cookie.</summary>
    public async Task<string> SignInAgainAsync(string cookie, string subject)
    {
        var session = await App.LoadAsync(cookie);
        await session.SignInAsync(subject, Token);
        await session.CommitAsync();
        return session.SentCookie!;
    }

    public async Task SignOutAsync(string cookie)
    {
        var session = await App.LoadAsync(cookie);
        await session.SignOutAsync(Token);
        await session.CommitAsync();
    }

    /// <summary>Whether the session in the cookie is admitted.</summary>
    public async Task<bool> AdmitsAsync(string cookie) => !(await App.LoadAsync(cookie)).IsNew;

    /// <summary>What the cookie holds.</summary>
    public SessionRecord Open(string cookie)
    {
        Assert.Equal(TokenReading.Valid, App.Loader.CookieFormat.Read(cookie, out var token));
        return token.Record!;
    }

    /// <summary>The subject's entry in the list.</summary>
    public async Task<SessionRecord?> EntryAsync(string subject) =>
        await List.FindAsync(new RevocationNames("azu", App.Engine.Options.Cookie.FullName).Of(subject), Token);

    /// <summary>The list loses everything.</summary>
    public async Task LoseListAsync() => await List.ClearAsync(cancellationToken: Token);

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
