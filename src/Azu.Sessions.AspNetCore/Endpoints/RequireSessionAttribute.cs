namespace Azu.Sessions;

/// <summary>The endpoint answers 401 to visitors without a session. AllowAnonymous on the endpoint lifts it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireSessionAttribute : Attribute;
