using Azu.Sessions.Testing;

namespace Azu.Sessions.Tests;

/// <summary>A store whose hot path goes through fault wrappers, and whose lists come from the memory store beneath them.</summary>
internal sealed class IndexedStore(ISessionStore path, ISessionIndex index) : ForwardingStore(path), ISessionIndex
{
    public override SessionCapabilities Capabilities => base.Capabilities | SessionCapabilities.Index | SessionCapabilities.ReportsExpiry;

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) => index.ListAsync(query, cursor, cancellationToken);

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => index.CountAsync(query, cancellationToken);

    public ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default) => index.ClearAsync(progress, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) => index.RemoveExpiredAsync(limit, cancellationToken);
}
