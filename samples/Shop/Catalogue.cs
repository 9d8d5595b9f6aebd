namespace Shop;

public sealed record Product(string Sku, string Name, string Description, decimal Price)
{
    public string Image => $"/tiles/{Sku}.svg";
}

/// <summary>What the shop sells.</summary>
public static class Catalogue
{
    public static IReadOnlyList<Product> Products { get; } =
    [
        new("lisboa", "Lisboa", "Four petals around a star. The pattern of old stairwells.", 6.50m),
        new("porto", "Porto", "An eight-pointed star in cobalt, at home beside the river.", 7.20m),
        new("sintra", "Sintra", "Rings that run through each other, without a beginning.", 8.40m),
        new("evora", "Évora", "A lattice of diamonds with a warm yellow heart.", 5.90m),
        new("faro", "Faro", "Scales like small waves, row upon row.", 6.10m),
        new("coimbra", "Coimbra", "A flower that is whole only where four tiles meet.", 7.80m),
    ];

    public static Product? Find(string? sku) => Products.FirstOrDefault(p => p.Sku == sku);
}
