using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Tests;

/// <summary>The store of the list of revocations is down, or does not fit.</summary>
public sealed class ListOutageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alice")]
    [InlineData(null)]
    [Trait("Requirement", "R-94")]
    public async Task A_sign_out_during_an_outage_is_repeated_until_the_list_has_it(string? subject)
    {
        FailingStore? failing = null;
        await using var app = new ListedApp(faults: list => failing = new(list));
        var cookie = await app.App.CreateAsync(new(), subject);
        failing!.Failing = StoreOperations.All;
        var session = await app.App.LoadAsync(cookie);
        await Assert.ThrowsAsync<SessionStoreUnavailableException>(async () => await session.SignOutAsync(Token));
        Assert.Equal(CookieChangeKind.Remove, session.State.Actions.Cookie.Kind);
        failing.Failing = StoreOperations.None;
        // This node refuses it before the list has it; another one cannot know yet.
        Assert.False(await app.AdmitsAsync(cookie));
        await app.App.Engine.Removals.TryAllAsync(Token);
        Assert.Equal(0, app.App.Engine.Removals.Count);
        await using var other = new ListedApp(before: app);
        Assert.False(await other.AdmitsAsync(cookie));
    }

    [Fact]
    public async Task No_cookie_is_sealed_while_its_stamp_cannot_be_read()
    {
        FailingStore? failing = null;
        await using var app = new ListedApp(faults: list => failing = new(list));
        var cookie = await app.App.CreateAsync(new());
        failing!.Failing = StoreOperations.Touch | StoreOperations.Create;
        var session = await app.App.LoadAsync(cookie);
        await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await session.SignInAsync("alice", Token));
        Assert.Null(session.Subject);
        Assert.Null(session.SentCookie);
        await Assert.ThrowsAnyAsync<SessionStoreException>(() => app.SignInAsync("alice"));
    }

    [Fact]
    public async Task Signing_out_everywhere_that_the_list_did_not_confirm_is_reported()
    {
        FailingStore? failing = null;
        await using var app = new ListedApp(faults: list => failing = new(list));
        await app.SignInAsync("alice");
        failing!.Failing = StoreOperations.Update;
        await Assert.ThrowsAnyAsync<SessionStoreException>(async () => await app.Manager.RevokeSubjectAsync("alice", cancellationToken: Token));
    }

    [Fact]
    public async Task A_list_needs_an_absolute_end_of_every_cookie()
    {
        await using var app = new ListedApp(o => o.AbsoluteTimeout = null);
        Assert.Contains("RevokeIn needs AbsoluteTimeout", Assert.Throws<InvalidOperationException>(() => app.App.Loader).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_without_an_end_from_before_the_list_is_refused()
    {
        await using var without = new TestApp<Shop>(o => o.AbsoluteTimeout = null, build: b => b.UseCookieStore());
        var guest = await without.CreateAsync(new());
        await using var app = new ListedApp();
        Assert.False(await app.AdmitsAsync(guest));
    }

    [Fact]
    public void A_second_list_is_refused()
    {
        var builder = new ServiceCollection().AddAzuSessionsCore<Shop>();
        builder.UseCookieStore(c => c.RevokeIn(new MemoryStore(new(), TimeProvider.System)));
        var refusal = Assert.Throws<InvalidOperationException>(() => builder.UseCookieStore(c => c.RevokeIn(_ => new MemoryStore(new(), TimeProvider.System))));
        Assert.Contains("Two stores were chosen for the list of revocations", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_container_disposes_a_list_that_a_factory_made_and_leaves_the_application_its_own()
    {
        var (made, own) = (new Closing(), new Closing());
        await using (var app = new TestApp<Shop>(build: b => b.UseCookieStore(c => c.RevokeIn(_ => made)))) await app.CreateAsync(new(), "alice");
        await using (var app = new TestApp<Shop>(build: b => b.UseCookieStore(c => c.RevokeIn(own)))) await app.CreateAsync(new(), "alice");
        Assert.Equal((1, 0), (made.Closed, own.Closed));
    }

    private sealed class Closing() : ForwardingStore(new MemoryStore(new(), TimeProvider.System)), IAsyncDisposable
    {
        public int Closed { get; private set; }

        public ValueTask DisposeAsync()
        {
            Closed++;
            return default;
        }
    }
}
