using System.Globalization;

namespace Shop;

public sealed record CartLine(string Sku, string Name, decimal Price, int Quantity)
{
    public decimal Total => Price * Quantity;
}

/// <summary>A cart as pages and the API show it: with names and prices, which are the catalogue's and not the session's.</summary>
public sealed record CartLines(IReadOnlyList<CartLine> Lines)
{
    public int Count => Lines.Sum(l => l.Quantity);

    public decimal Total => Lines.Sum(l => l.Total);

    /// <summary>A product that the catalogue no longer has is left out.</summary>
    public static CartLines Of(Cart cart) =>
        new([.. cart.Quantities.Select(q => (Product: Catalogue.Find(q.Key), Quantity: q.Value)).Where(l => l.Product is not null)
            .Select(l => new CartLine(l.Product!.Sku, l.Product.Name, l.Product.Price, l.Quantity))]);
}

public static class Money
{
    public static string Format(decimal amount) => amount.ToString("€0.00", CultureInfo.InvariantCulture);
}
