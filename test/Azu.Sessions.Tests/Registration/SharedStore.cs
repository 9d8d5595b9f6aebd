using Azu.Sessions.Testing;

namespace Azu.Sessions.Tests.Registration;

/// <summary>Says of itself that it can do everything, for presets that ask for it.</summary>
internal sealed class SharedStore(MemoryStore memory, SessionCapabilities capabilities) : ForwardingStore(memory), ISessionIndex
{
    public SharedStore() : this(new(new(), TimeProvider.System), SessionCapabilities.Shared | SessionCapabilities.Durable | SessionCapabilities.Index) { }

    public override SessionCapabilities Capabilities => capabilities;

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) => memory.ListAsync(query, cursor, cancellationToken);

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => memory.CountAsync(query, cancellationToken);

    public ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default) => memory.ClearAsync(progress, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) => memory.RemoveExpiredAsync(limit, cancellationToken);
}
