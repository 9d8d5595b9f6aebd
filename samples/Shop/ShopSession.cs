using System.Security.Claims;

namespace Shop;

/// <summary>What the shop remembers of a visitor between two requests. Immutable: pages change it with <c>session.Update(d => d with { … })</c>.</summary>
public sealed record ShopSession
{
    public int Visits { get; init; }

    public Cart Cart { get; init; } = Cart.Empty;

    /// <summary>The name and the role of the account that is signed in, so that no request has to look them up.</summary>
    public string? DisplayName { get; init; }

    public string? Role { get; init; }

    /// <summary>What <c>User</c> shows of them.</summary>
    public IEnumerable<Claim> Claims()
    {
        if (DisplayName is not null) yield return new(ClaimTypes.Name, DisplayName);
        if (Role is not null) yield return new(ClaimTypes.Role, Role);
    }
}
