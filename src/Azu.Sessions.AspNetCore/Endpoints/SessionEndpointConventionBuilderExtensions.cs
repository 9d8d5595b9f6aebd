using Azu.Sessions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Says of endpoints and groups what they want of the session. MVC and Razor Pages have the same as attributes. A requirement is about the default
/// session type, unless it names another.
/// </summary>
public static class SessionEndpointConventionBuilderExtensions
{
    /// <summary>Answers 401 to visitors without a session.</summary>
    public static TBuilder RequireSession<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.Require(new RequireSessionAttribute());

    /// <summary>
    /// Sends visitors who are not signed in to <paramref name="signInPath"/>, or to <see cref="AzuSessionsOptions.SignInPath"/>, with
    /// <c>redirect_to</c> if they asked for a page, and answers 401
    /// otherwise. AllowAnonymous on an endpoint lifts it, so a group can carry it.
    /// </summary>
    public static TBuilder RequireSignIn<TBuilder>(this TBuilder builder, string? signInPath = null) where TBuilder : IEndpointConventionBuilder =>
        builder.Require(new RequireSignInAttribute(signInPath));

    /// <summary>The same for visitors whose sign-in is older than <paramref name="maxAge"/>.</summary>
    public static TBuilder RequireRecentSignIn<TBuilder>(this TBuilder builder, TimeSpan maxAge, string? signInPath = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Require(new RequireRecentSignInAttribute(maxAge, signInPath));

    /// <summary>
    /// Reads the session from the store and never from this node's copy: what any node revoked or wrote before the request came counts at once.
    /// </summary>
    public static TBuilder RequireFreshSession<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.Require(new RequireFreshSessionAttribute());

    /// <summary>Says how the endpoint uses the session, and what its requests see while the store is down.</summary>
    public static TBuilder WithSession<TBuilder>(this TBuilder builder, SessionAccess? access = null, StoreFailureMode? onStoreFailure = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new WithSessionAttribute(access, onStoreFailure));

    /// <summary>Names a session type that is to be loaded for the endpoint, where the application has several.</summary>
    public static TBuilder WithSession<TBuilder>(this TBuilder builder, Type dataType) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new WithSessionAttribute(dataType));

    /// <summary>The endpoint has nothing to do with sessions.</summary>
    public static TBuilder WithoutSession<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new WithoutSessionAttribute());
}
