namespace Azu.Sessions;

/// <summary>The endpoint has nothing to do with sessions: none is loaded, and asking for one throws.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class WithoutSessionAttribute : Attribute;
