namespace Azu.Sessions.Conformance;

/// <summary>One call on its way through a <see cref="ForwardingStore"/>.</summary>
/// <param name="Operation">Which operation was called; exactly one.</param>
/// <param name="Id">The session it is about.</param>
/// <param name="CancellationToken">The caller's token.</param>
public readonly record struct StoreCall(StoreOperations Operation, SessionId Id, CancellationToken CancellationToken);
