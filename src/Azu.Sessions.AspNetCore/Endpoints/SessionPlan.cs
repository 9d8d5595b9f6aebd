using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.StaticAssets;

namespace Azu.Sessions;

/// <summary>What an endpoint's metadata say about sessions, read once per endpoint.</summary>
internal sealed class SessionPlan
{
    private SessionPlan(IReadOnlyList<ISessionLoader> loaders) => Loaders = loaders;

    /// <summary>The session types to load before the endpoint runs; empty: none.</summary>
    public IReadOnlyList<ISessionLoader> Loaders { get; }

    public bool IsWithoutSession { get; private init; }

    public SessionAccess Access { get; private init; }

    public StoreFailureMode? OnStoreFailure { get; private init; }

    /// <summary>Whether only what the store says now will do.</summary>
    public bool IsFresh { get; private init; }

    public bool RequiresSession { get; private init; }

    /// <summary>Where to send visitors who must sign in; null: nobody must.</summary>
    public string? SignInPath { get; private init; }

    public TimeSpan? MaxSignInAge { get; private init; }

    /// <summary>The plan of a request without an endpoint: nothing is loaded until somebody asks.</summary>
    public static SessionPlan Unrouted { get; } = new([]);

    public static SessionPlan Of(Endpoint endpoint, IReadOnlyList<ISessionLoader> all)
    {
        var metadata = endpoint.Metadata;
        var signIn = metadata.GetMetadata<RequireSignInAttribute>();
        var recent = metadata.GetMetadata<RequireRecentSignInAttribute>();
        var requires = signIn is not null || recent is not null || metadata.GetMetadata<RequireSessionAttribute>() is not null;
        if (metadata.GetMetadata<WithoutSessionAttribute>() is not null)
        {
            return requires
                ? throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' requires a session and is marked WithoutSession. Remove one of the two; to exempt it from a group's RequireSignIn use AllowAnonymous.")
                : new([]) { IsWithoutSession = true };
        }

        // MapStaticAssets makes an endpoint of every file; a file has no use for a session unless it says so.
        if (!requires && metadata.GetMetadata<StaticAssetDescriptor>() is not null) return new([]);
        var uses = metadata.GetOrderedMetadata<WithSessionAttribute>();
        var isExempt = metadata.GetMetadata<IAllowAnonymous>() is not null;
        var loaders = Named(endpoint, uses, all);
        var onStoreFailure = uses.LastOrDefault(u => u.OnStoreFailureOrNull is not null)?.OnStoreFailure;
        if (onStoreFailure == StoreFailureMode.ServeStale && loaders.FirstOrDefault(l => !l.HasNearCache) is { } uncached)
            throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' asks for ServeStale, but the sessions of {uncached.DataType.Name} have no near cache that could serve anything. Use a clustered store, or another failure mode.");
        return new(loaders)
        {
            Access = uses.LastOrDefault(u => u.AccessOrNull is not null)?.Access ?? SessionAccess.ReadWrite,
            OnStoreFailure = onStoreFailure,
            IsFresh = metadata.GetMetadata<RequireFreshSessionAttribute>() is not null,
            RequiresSession = requires && !isExempt,
            SignInPath = isExempt ? null : signIn?.SignInPath ?? recent?.SignInPath,
            MaxSignInAge = isExempt ? null : recent?.MaxAge,
        };
    }

    /// <summary>The types that the endpoint names, by metadata or by a parameter of its handler; the default type where it names none.</summary>
    private static ISessionLoader[] Named(Endpoint endpoint, IReadOnlyList<WithSessionAttribute> uses, IReadOnlyList<ISessionLoader> all)
    {
        var named = uses.Where(u => u.DataType is not null).Select(u => u.DataType!)
            .Concat(endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Select(p => p.ParameterInfo.ParameterType).Where(IsSession).Select(t => t.GetGenericArguments()[0]))
            .Distinct()
            .Select(type => all.FirstOrDefault(l => l.DataType == type) ?? throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' names the session type {type.Name}, which the application does not have. Add services.AddAzuSessions<{type.Name}>()."))
            .ToArray();
        return named.Length > 0 ? named : [all[0]];
    }

    private static bool IsSession(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Session<>);
}

/// <summary>Remembers the plan of each endpoint for as long as the endpoint lives.</summary>
internal sealed class SessionPlans(IReadOnlyList<ISessionLoader> loaders)
{
    private readonly ConditionalWeakTable<Endpoint, SessionPlan> _plans = [];

    public SessionPlan Of(Endpoint endpoint) =>
        _plans.TryGetValue(endpoint, out var plan) ? plan : _plans.GetValue(endpoint, e => SessionPlan.Of(e, loaders));
}
