namespace Azu.Sessions;

/// <summary>
/// The endpoint is for visitors who signed in a short while ago, however long the session lasts: a change of password, a payment
/// (OWASP ASVS 5.0, 7.5.1). Others are answered as by <see cref="RequireSignInAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireRecentSignInAttribute : Attribute, ISessionRequirement
{
    /// <param name="minutes">How many minutes ago the sign-in may be.</param>
    /// <param name="signInPath">The path of the sign-in page. Null: <see cref="AzuSessionsOptions.SignInPath"/>.</param>
    public RequireRecentSignInAttribute(double minutes, string? signInPath = null) : this(TimeSpan.FromMinutes(minutes), signInPath) { }

    internal RequireRecentSignInAttribute(TimeSpan maxAge, string? signInPath) => (MaxAge, SignInPath) = (maxAge, signInPath);

    /// <summary>How long ago the sign-in may be.</summary>
    public TimeSpan MaxAge { get; }

    /// <summary>The path of the sign-in page; null: <see cref="AzuSessionsOptions.SignInPath"/>.</summary>
    public string? SignInPath { get; }

    /// <summary>The session type that is meant, where the application has several. Null: the default type.</summary>
    public Type? DataType { get; init; }
}
