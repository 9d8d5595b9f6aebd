using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.StaticAssets;

namespace Azu.Sessions;

/// <summary>What an endpoint's metadata say about sessions, read once per endpoint.</summary>
internal sealed class SessionPlan
{
    private readonly Dictionary<Type, SessionRequirement> _requirements;

    private SessionPlan(IReadOnlyList<ISessionLoader> loaders, Dictionary<Type, SessionRequirement>? requirements = null) =>
        (Loaders, _requirements) = (loaders, requirements ?? []);

    /// <summary>The session types to load before the endpoint runs, in the order of their registration; empty: none.</summary>
    public IReadOnlyList<ISessionLoader> Loaders { get; }

    public bool IsWithoutSession { get; private init; }

    /// <summary>Whether the session gives the request its user.</summary>
    public bool HasUser { get; private init; } = true;

    public SessionAccess Access { get; private init; }

    public StoreFailureMode? OnStoreFailure { get; private init; }

    /// <summary>Whether only what the store says now will do.</summary>
    public bool IsFresh { get; private init; }

    /// <summary>The plan of a request without an endpoint: nothing is loaded until code asks.</summary>
    public static SessionPlan Unrouted { get; } = new([]);

    /// <summary>What the endpoint requires of the session of a type; null: nothing.</summary>
    public SessionRequirement? RequirementOf(ISessionLoader loader) => _requirements.Count == 0 ? null : _requirements.GetValueOrDefault(loader.DataType);

    public static SessionPlan Of(Endpoint endpoint, IReadOnlyList<ISessionLoader> all, SessionSchemes schemes)
    {
        var metadata = endpoint.Metadata;
        var authorization = new EndpointAuthorization(metadata);
        var requirements = SessionRequirement.Of(endpoint, all[0].DataType);
        if (metadata.GetMetadata<WithoutSessionAttribute>() is not null)
        {
            if (requirements.Count > 0)
                throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' requires a session and is marked WithoutSession. Remove one " +
                    "of the two; to exempt it from a group's RequireSignIn use AllowAnonymous.");
            if (schemes.AreAskedBy(authorization))
                throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' asks for a user, who comes from the session, and is marked " +
                    "WithoutSession. Remove one of the two, or add AllowAnonymous.");
            return new([]) { IsWithoutSession = true, HasUser = false };
        }

        // MapStaticAssets makes an endpoint of every file; a file has no use for a session unless it says so.
        if (requirements.Count == 0 && metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            return new([]) { HasUser = authorization.Any || (schemes.HasFallback && !authorization.IsAnonymous) };
        var uses = metadata.GetOrderedMetadata<WithSessionAttribute>();
        var loaders = Loaded(endpoint, uses, requirements.Keys, all);
        var onStoreFailure = uses.LastOrDefault(u => u.OnStoreFailureOrNull is not null)?.OnStoreFailure;
        if (onStoreFailure == StoreFailureMode.ServeStale && loaders.FirstOrDefault(l => !l.HasNearCache) is { } uncached)
            throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' asks for ServeStale, but the sessions of {uncached.DataType.Name} " +
                "have no near cache that could serve anything. Add WithNearCache, or use another failure mode.");
        return new(loaders, metadata.GetMetadata<IAllowAnonymous>() is null ? requirements : null)
        {
            Access = uses.LastOrDefault(u => u.AccessOrNull is not null)?.Access ?? SessionAccess.ReadWrite,
            OnStoreFailure = onStoreFailure,
            IsFresh = metadata.GetMetadata<RequireFreshSessionAttribute>() is not null,
        };
    }

    /// <summary>The types that the endpoint names, or the default type where it names none, and the types that it requires.</summary>
    private static ISessionLoader[] Loaded(Endpoint endpoint, IReadOnlyList<WithSessionAttribute> uses, IEnumerable<Type> required,
        IReadOnlyList<ISessionLoader> all)
    {
        var types = uses.Where(u => u.DataType is not null).Select(u => u.DataType!)
            .Concat(endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Select(p => p.ParameterInfo.ParameterType).Where(IsSession)
                .Select(t => t.GetGenericArguments()[0]))
            .DefaultIfEmpty(all[0].DataType)
            .Concat(required)
            .ToHashSet();
        if (types.FirstOrDefault(type => all.All(l => l.DataType != type)) is { } unknown)
            throw new InvalidOperationException($"The endpoint '{endpoint.DisplayName}' names the session type {unknown.Name}, which the application does " +
                $"not have. Add services.AddAzuSessions<{unknown.Name}>().");
        return [.. all.Where(l => types.Contains(l.DataType))];
    }

    private static bool IsSession(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Session<>);
}
