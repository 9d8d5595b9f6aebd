namespace Azu.Sessions;

/// <summary>The endpoint answers 401 to visitors without a session. AllowAnonymous on the endpoint lifts it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireSessionAttribute : Attribute, ISessionRequirement
{
    /// <summary>The session type that is meant, where the application has several. Null: the default type.</summary>
    public Type? DataType { get; init; }
}
