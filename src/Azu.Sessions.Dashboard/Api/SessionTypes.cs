using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Dashboard;

/// <summary>The session types of the application, by name.</summary>
internal sealed class SessionTypes(IServiceProvider services, TimeProvider time)
{
    private readonly Lazy<IReadOnlyList<ShownType>> _all = new(() =>
        [.. services.GetServices<ISessionAdministration>().Select(sessions => new ShownType(sessions, time))]);

    public IReadOnlyList<ShownType> All => _all.Value;

    /// <summary>The type of that name; the default type without one.</summary>
    /// <exception cref="RefusedRequestException">The application has no such type.</exception>
    public ShownType Find(string? name) => (string.IsNullOrEmpty(name) ? All[0] : All.FirstOrDefault(type => type.Name == name))
        ?? throw new RefusedRequestException(StatusCodes.Status404NotFound, "type", "The application has no session type of that name.");
}

/// <summary>One session type.</summary>
internal sealed class ShownType(ISessionAdministration sessions, TimeProvider time)
{
    public string Name => sessions.DataType.Name;

    public ISessionAdministration Sessions => sessions;

    public StoreGlance Store { get; } = new(sessions, time);

    /// <exception cref="RefusedRequestException">The store cannot list.</exception>
    public ISessionIndex Index => sessions.Index
        ?? throw new RefusedRequestException(StatusCodes.Status409Conflict, "unsupported", $"The store '{sessions.StoreName}' cannot list sessions.");

    /// <exception cref="RefusedRequestException">The store keeps no audit.</exception>
    public ISessionAudit Audit => sessions.Audit is { IsAuditing: true } audit ? audit : throw new RefusedRequestException(StatusCodes.Status409Conflict,
        "no-audit", $"The store '{sessions.StoreName}' keeps no audit. Use the database store, and set Audit = true where it is configured.");
}
