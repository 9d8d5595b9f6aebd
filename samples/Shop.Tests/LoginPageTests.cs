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

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "ada")]
    public async Task A_customer_who_asked_for_it_is_still_signed_in_after_a_week(bool keeps, string? subject)
    {
        await using var test = await TestSession.CreateAsync<ShopSession>(o => o.MaxAbsoluteTimeout = TimeSpan.FromDays(30));
        var page = NewPage(test, "ada", "analytical");
        page.KeepSignedIn = keeps;
        await page.OnPostAsync();

        Assert.Equal(subject, (await test.NextRequestAsync(after: TimeSpan.FromDays(7))).Subject);
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
