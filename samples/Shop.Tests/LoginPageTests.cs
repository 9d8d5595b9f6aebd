using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Shop.Pages;

namespace Shop.Tests;

/// <summary>A page model that signs in.</summary>
public sealed class LoginPageTests
{
    [Fact]
    public async Task A_sign_in_keeps_the_cart()
    {
        await using var test = await TestSession.CreateAsync(new ShopSession { Cart = Cart.Empty.Add("porto", 1) });
        var page = NewPage(test, "ada", "analytical");

        Assert.Equal("/", Assert.IsType<LocalRedirectResult>(await page.OnPostAsync()).Url);

        var next = await test.NextRequestAsync();
        Assert.Equal("ada", next.Subject);
        Assert.Equal(1, next.Data.Cart.Count);
        Assert.Equal("Welcome, Ada Lovelace.", next.Flash.Success);
    }

    [Fact]
    public async Task A_wrong_password_is_no_sign_in()
    {
        await using var test = await TestSession.CreateAsync<ShopSession>();

        Assert.IsType<PageResult>(await NewPage(test, "ada", "guess").OnPostAsync());

        Assert.True((await test.NextRequestAsync()).IsNew);
    }

    private static LoginModel NewPage(TestSession<ShopSession> test, string userName, string password) => new(test.Session, new Accounts())
    {
        PageContext = new() { HttpContext = new DefaultHttpContext() },
        UserName = userName,
        Password = password,
    };
}
