namespace Azu.Sessions.Tests;

/// <summary>One node of a simulation, with a clock of its own.</summary>
internal interface ISimulatedNode : IAsyncDisposable
{
    TestApp<Shop> App { get; }

    /// <summary>Whether the node admits the session in the cookie; what it sends back, where it renews the cookie.</summary>
    Task<(bool IsAdmitted, string? Renewed)> ReadAsync(string cookie);

    Task SignOutAsync(Session<Shop> session);

    Task SignOutEverywhereAsync(string subject);
}

/// <summary>A node as this library makes it.</summary>
internal sealed class StampNode(MemoryStore list, ManualTimeProvider clock, Action<AzuSessionsOptions> options, Func<ISessionStore, ISessionStore> faults)
    : ISimulatedNode
{
    public TestApp<Shop> App { get; } = new(options, build: b => b.UseCookieStore(c => c.RevokeIn(new IndexedStore(faults(list), list))), clock: clock);

    public async Task<(bool IsAdmitted, string? Renewed)> ReadAsync(string cookie)
    {
        var session = await App.RequestAsync(cookie, s => _ = s.Data);
        return (!session.IsNew, session.SentCookie);
    }

    public async Task SignOutAsync(Session<Shop> session) => await session.SignOutAsync();

    public async Task SignOutEverywhereAsync(string subject) => await App.Manager.RevokeSubjectAsync(subject);

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>
/// What signing out everywhere must not be: a mark with the time of day, and a comparison with the time of the sign-in. Each is by the clock of some node.
/// </summary>
internal sealed class ClockNode(MemoryStore list, ManualTimeProvider clock, Action<AzuSessionsOptions> options) : ISimulatedNode
{
    public TestApp<Shop> App { get; } = new(options, build: b => b.UseCookieStore(), clock: clock);

    public async Task<(bool IsAdmitted, string? Renewed)> ReadAsync(string cookie)
    {
        var session = await App.LoadAsync(cookie);
        if (session.IsNew || await IsMarkedAsync(session.State.Record!)) return (false, null);
        await session.CommitAsync();
        return (true, session.SentCookie);
    }

    public async Task SignOutAsync(Session<Shop> session)
    {
        await MarkAsync(session.Id);
        await session.SignOutAsync();
    }

    public Task SignOutEverywhereAsync(string subject) => MarkAsync(IdOf(subject));

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static SessionId IdOf(string subject) => new RevocationNames("azu", "_session").Of(subject);

    private async Task MarkAsync(SessionId id)
    {
        var now = clock.GetUtcNow();
        await list.RemoveAsync(id, RemoveCondition.Always, SessionEndReason.Revoked);
        await list.CreateAsync(new()
        {
            Id = id,
            SecretHash = default,
            Version = 1,
            WriteId = 1,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + App.Engine.Options.AbsoluteTimeout!.Value,
        });
    }

    private async Task<bool> IsMarkedAsync(SessionRecord session) =>
        await list.FindAsync(session.Id) is not null
        || (session.Subject is { } subject && await list.FindAsync(IdOf(subject)) is { } mark && session.SignedInAt <= mark.CreatedAt);
}
