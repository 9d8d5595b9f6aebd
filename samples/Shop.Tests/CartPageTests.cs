using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Shop.Pages;

namespace Shop.Tests;

/// <summary>A page model with a real session, and nothing else.</summary>
public sealed class CartPageTests
{
    [Fact]
    public async Task The_next_page_has_the_new_quantity_and_says_so()
    {
        await using var test = await TestSession.CreateAsync(new ShopSession { Cart = Cart.Empty.Add("porto", 1) });
        var page = new CartModel(test.Session);

        Assert.IsType<RedirectToPageResult>(page.OnPostQuantity("porto", 3));

        var next = await test.NextRequestAsync();
        Assert.Equal(3, next.Data.Cart.Count);
        Assert.Equal("Porto: 3 in your cart.", next.Flash.Success);
    }

    [Fact]
    public async Task A_product_that_the_shop_does_not_have_changes_nothing()
    {
        await using var test = await TestSession.CreateAsync(new ShopSession { Cart = Cart.Empty.Add("porto", 1) });

        Assert.IsType<NotFoundResult>(new CartModel(test.Session).OnPostQuantity("atlantis", 3));

        Assert.Equal(1, (await test.NextRequestAsync()).Data.Cart.Count);
    }

    [Fact]
    public async Task A_tile_that_another_tab_adds_stays_in_the_cart()
    {
        await using var test = await TestSession.CreateAsync(new ShopSession { Cart = Cart.Empty.Add("porto", 1) });
        new CartModel(test.Session).OnPostRemove("porto");
        await test.Manager.UpdateAsync(test.Session.Id, d => d with { Cart = d.Cart.Add("faro", 2) });

        Assert.Equal(["faro"], (await test.NextRequestAsync()).Data.Cart.Quantities.Keys);
    }

    [Fact]
    public async Task A_cart_is_forgotten_when_it_is_left_for_too_long()
    {
        await using var test = await TestSession.CreateAsync(new ShopSession { Cart = Cart.Empty.Add("porto", 1) });

        Assert.Equal(0, (await test.NextRequestAsync(after: TimeSpan.FromHours(2))).Data.Cart.Count);
    }
}
