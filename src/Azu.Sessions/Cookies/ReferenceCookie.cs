using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>The cookie names a session that a store keeps.</summary>
internal sealed class ReferenceCookie(TokenProtector tokens, ISessionStore store, ISessionPresence presence, NearCache? cache) : ISessionCookieFormat
{
    public bool IsSelfContained => false;

    public TokenReading Read(ReadOnlySpan<char> value, out SessionToken token) => tokens.Read(value, out token);

    public bool TryRecall(SessionId id, [NotNullWhen(true)] out SessionRecord? copy)
    {
        copy = null;
        return cache?.TryRecall(id, out copy) == true;
    }

    public bool TryRecallStale(SessionId id, TimeSpan span, [NotNullWhen(true)] out SessionRecord? copy)
    {
        copy = null;
        return cache?.TryRecallStale(id, span, out copy) == true;
    }

    public ValueTask<SessionRecord?> FindAsync(SessionToken token, CancellationToken cancellationToken) => store.FindAsync(token.Id, cancellationToken);

    public ValueTask<SessionRecord?> CurrentAsync(SessionRecord known, CancellationToken cancellationToken) => store.FindAsync(known.Id, cancellationToken);

    public async ValueTask<bool> HasEndedAsync(SessionRecord known, CancellationToken cancellationToken) =>
        (await presence.FindEndedAsync([new(known.Id, known.Subject)], cancellationToken)).Count > 0;

    public string Issue(SessionRecord record, SessionSecret secret) => tokens.Write(record.Id, secret, record.Subject is not null);

    public string? Renew(SessionRecord record) => null;

    public string Reissue(ParsedToken presented, SessionRecord record) => tokens.Reissue(presented.Value.Span);
}
