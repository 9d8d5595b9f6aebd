using Azu.Sessions;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Requirements that name a session type, where the application has several.</summary>
public static class TypedSessionEndpointConventionBuilderExtensions
{
    /// <summary>Answers 401 to visitors without a session of <typeparamref name="TData"/>.</summary>
    public static IEndpointConventionBuilder RequireSession<TData>(this IEndpointConventionBuilder builder) where TData : notnull =>
        builder.Require(new RequireSessionAttribute { DataType = typeof(TData) });

    /// <inheritdoc cref="RequireSession{TData}(IEndpointConventionBuilder)"/>
    public static RouteGroupBuilder RequireSession<TData>(this RouteGroupBuilder group) where TData : notnull =>
        group.Require(new RequireSessionAttribute { DataType = typeof(TData) });

    /// <summary>
    /// Sends visitors whose session of <typeparamref name="TData"/> is not signed in to <paramref name="signInPath"/>, or to
    /// <see cref="AzuSessionsOptions.SignInPath"/>, with <c>redirect_to</c> if they
    /// asked for a page, and answers 401 otherwise.
    /// </summary>
    public static IEndpointConventionBuilder RequireSignIn<TData>(this IEndpointConventionBuilder builder, string? signInPath = null) where TData : notnull =>
        builder.Require(new RequireSignInAttribute(signInPath) { DataType = typeof(TData) });

    /// <inheritdoc cref="RequireSignIn{TData}(IEndpointConventionBuilder, string)"/>
    public static RouteGroupBuilder RequireSignIn<TData>(this RouteGroupBuilder group, string? signInPath = null) where TData : notnull =>
        group.Require(new RequireSignInAttribute(signInPath) { DataType = typeof(TData) });

    /// <summary>The same for visitors whose sign-in is older than <paramref name="maxAge"/>.</summary>
    public static IEndpointConventionBuilder RequireRecentSignIn<TData>(this IEndpointConventionBuilder builder, TimeSpan maxAge, string? signInPath = null)
        where TData : notnull =>
        builder.Require(new RequireRecentSignInAttribute(maxAge, signInPath) { DataType = typeof(TData) });

    /// <inheritdoc cref="RequireRecentSignIn{TData}(IEndpointConventionBuilder, TimeSpan, string)"/>
    public static RouteGroupBuilder RequireRecentSignIn<TData>(this RouteGroupBuilder group, TimeSpan maxAge, string? signInPath = null)
        where TData : notnull =>
        group.Require(new RequireRecentSignInAttribute(maxAge, signInPath) { DataType = typeof(TData) });
}
