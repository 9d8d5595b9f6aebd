using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shop;

/// <summary>How many of each product. Every change makes a new cart, so it can be repeated on a newer one when two tabs add at once.</summary>
public sealed record Cart
{
    public const int MaxOfOne = 99;

    public static Cart Empty { get; } = new();

    /// <summary>By stock-keeping unit.</summary>
    public ImmutableSortedDictionary<string, int> Quantities { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    [JsonIgnore]
    public int Count => Quantities.Values.Sum();

    public Cart Add(string sku, int quantity) => With(sku, Quantities.GetValueOrDefault(sku) + quantity);

    public Cart With(string sku, int quantity) =>
        quantity <= 0 ? Without(sku) : this with { Quantities = Quantities.SetItem(sku, Math.Min(quantity, MaxOfOne)) };

    public Cart Without(string sku) => this with { Quantities = Quantities.Remove(sku) };

    /// <summary>What is left when <paramref name="ordered"/> is taken out: another tab may have added something since.</summary>
    public Cart Less(Cart ordered) =>
        ordered.Quantities.Aggregate(this, (cart, line) => cart.With(line.Key, cart.Quantities.GetValueOrDefault(line.Key) - line.Value));
}
