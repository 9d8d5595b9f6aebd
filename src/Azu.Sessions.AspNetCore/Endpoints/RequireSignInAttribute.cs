namespace Azu.Sessions;

/// <summary>
/// The endpoint is for visitors who are signed in. Others are sent to the sign-in page with <c>redirect_to</c> if they asked for a page, and get
/// 401 otherwise. AllowAnonymous on the endpoint lifts it.
/// </summary>
/// <param name="signInPath">The path of the sign-in page, within this application. Null: <see cref="AzuSessionsOptions.SignInPath"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireSignInAttribute(string? signInPath = null) : Attribute, ISessionRequirement
{
    /// <summary>The path of the sign-in page; null: <see cref="AzuSessionsOptions.SignInPath"/>.</summary>
    public string? SignInPath { get; } = signInPath;

    /// <summary>The session type that is meant, where the application has several. Null: the default type.</summary>
    public Type? DataType { get; init; }
}
