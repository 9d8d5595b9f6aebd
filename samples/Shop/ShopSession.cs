namespace Shop;

/// <summary>What the shop remembers of a visitor between two requests. Immutable: pages change it with <c>session.Update(d => d with { … })</c>.</summary>
public sealed record ShopSession
{
    public int Visits { get; init; }

    public Cart Cart { get; init; } = Cart.Empty;
}
