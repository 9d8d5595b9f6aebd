namespace Azu.Sessions;

/// <summary>
/// The endpoint gets its session from the store and never from this node's copy: what any node revoked or wrote before the request came counts
/// at once. Costs a round trip. Without a near cache every session is fresh.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireFreshSessionAttribute : Attribute;
