namespace Azu.Sessions.Database.Tests;

/// <summary>Whatever ends a session leaves one row that says what it was.</summary>
public sealed class AuditOverHttpTests
{
    public static TheoryData<string> Kinds => AnyDatabase.Kinds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_end_is_noted_with_its_reason(string kind)
    {
        await using var shop = await AuditedShop.StartAsync(kind);

        using var ada = await shop.SignedInAsync("ada");
        await AuditedShop.PostAsync(ada, "/logout");

        using var bob = await shop.SignedInAsync("bob");
        await AuditedShop.PostAsync(bob, "/delete");

        using var carol = await shop.SignedInAsync("carol");
        using var carolElsewhere = await shop.SignedInAsync("carol");
        await AuditedShop.PostAsync(carolElsewhere, "/elsewhere");

        using var dan = await shop.SignedInAsync("dan");
        using var danAgain = await shop.SignedInAsync("dan");
        using var danOnceMore = await shop.SignedInAsync("dan");

        using var eve = await shop.SignedInAsync("eve");
        eve.DefaultRequestHeaders.UserAgent.Clear();
        eve.DefaultRequestHeaders.UserAgent.ParseAdd("Other/2");
        Assert.Equal("nobody", await eve.GetStringAsync("/", Token));

        using var gus = await shop.SignedInAsync("gus");
        await AuditedShop.PostAsync(gus, "/login/hal");

        Assert.Equal(["signed-in -", "ended signed-out"], await shop.NotesAsync("ada"));
        Assert.Equal(["signed-in -", "ended deleted"], await shop.NotesAsync("bob"));
        Assert.Equal(["signed-in -", "signed-in -", "ended revoked"], await shop.NotesAsync("carol"));
        Assert.Equal(["signed-in -", "signed-in -", "signed-in -", "ended evicted"], await shop.NotesAsync("dan"));
        Assert.Equal(["signed-in -", "ended binding-mismatch"], await shop.NotesAsync("eve"));
        Assert.Equal(["signed-in -", "ended signed-out"], await shop.NotesAsync("gus"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Time_outs_are_noted_when_they_are_swept(string kind)
    {
        await using var shop = await AuditedShop.StartAsync(kind);
        using var idle = await shop.SignedInAsync("idle");
        using var busy = await shop.SignedInAsync("busy");
        for (var quarter = 0; quarter < 14; quarter++)
        {
            shop.Clock.Advance(TimeSpan.FromMinutes(15));
            await AuditedShop.PostAsync(busy, "/add");
        }
        await shop.Sessions.RemoveExpiredAsync(Token);
        Assert.Equal(["signed-in -", "ended idle-timeout"], await shop.NotesAsync("idle"));
        Assert.Equal(["signed-in -", "ended absolute-timeout"], await shop.NotesAsync("busy"));

        using var cleared = await shop.SignedInAsync("cleared");
        await shop.Sessions.ClearAsync(cancellationToken: Token);
        Assert.Equal(["signed-in -", "ended cleared"], await shop.NotesAsync("cleared"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_stolen_token_that_comes_back_is_noted(string kind)
    {
        await using var shop = await AuditedShop.StartAsync(kind);
        using var thief = shop.NewBrowser();
        using var ada = await shop.SignedInAsync("ada");
        using var signIn = await ada.PostAsync("/login/ada", null, Token);
        thief.DefaultRequestHeaders.Add("Cookie", signIn.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        await AuditedShop.PostAsync(ada, "/rotate");
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("nobody", await thief.GetStringAsync("/", Token));
        Assert.Equal("ended token-reuse", (await shop.NotesAsync("ada"))[^1]);
        Assert.Equal("nobody", await ada.GetStringAsync("/", Token));
    }
}
