using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>ASP.NET Core's <c>HttpContext.Session</c>, kept in a section of its own in the default session's record.</summary>
internal sealed class RecordSession(ISessionSource sessions, ISessionLoader loader) : ISession
{
    public bool IsAvailable => sessions.Loaded(loader) is { State.Origin: not SessionOrigin.Unavailable };

    public string Id => Read().Id.ToString();

    public IEnumerable<string> Keys => [.. Read().Items.Values.Keys];

    public async Task LoadAsync(CancellationToken cancellationToken = default) => await sessions.LoadAsync(loader);

    public async Task CommitAsync(CancellationToken cancellationToken = default)
    {
        if (sessions.Loaded(loader) is { State.IsCommitted: false } handle) await handle.SaveAsync(cancellationToken);
    }

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        value = Read().Items.Values.TryGetValue(key, out var text) ? Convert.FromBase64String(text) : null;
        return value is not null;
    }

    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Write().Items.Set(key, Convert.ToBase64String(value));
    }

    public void Remove(string key)
    {
        // What is not there needs no change. MVC removes TempData on every page that looked for some, also where the session is read-only.
        if (Read().Items.Values.ContainsKey(key)) Write().Items.Remove(key);
    }

    public void Clear()
    {
        var items = Write().Items;
        foreach (var key in items.Values.Keys.ToArray()) items.Remove(key);
    }

    private SessionState Read()
    {
        var state = Loaded();
        state.MarkRead();
        return state;
    }

    private SessionState Write()
    {
        var state = Loaded();
        // ASP.NET Core documents this type, and what uses HttpContext.Session may catch it.
        if (state.IsCommitted) throw new InvalidOperationException("HttpContext.Session was changed after the response had started. Change it before the " +
            "first byte is written.", new SessionCommittedException(state.Id));
        state.EnsureWritable();
        return state;
    }

    private SessionState Loaded() =>
        sessions.Loaded(loader)?.State
            ?? throw new InvalidOperationException("HttpContext.Session is not loaded here, because no endpoint was matched or the endpoint names other " +
            "session types. Call await HttpContext.Session.LoadAsync() first.");
}
