using Azu.Sessions.AspNetCore.Tests.Authentication.Kinds;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Azu.Sessions.AspNetCore.Tests.Authentication;

/// <summary><c>[Authorize]</c> on every kind of endpoint that an application has.</summary>
public sealed class AuthorizedKindTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/controller", "alice")]
    [InlineData("/Page", "user: alice")]
    [InlineData("/members-component", "user: alice")]
    [InlineData("/members", "alice")]
    [InlineData("/grouped", "alice")]
    public async Task A_member_is_let_in_and_a_visitor_is_sent_to_sign_in(string path, string shown)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(401, (await connection.SendAsync("GET", path)).Status);
        Assert.Equal(302, (await connection.SendAsync("GET", path, "Accept: text/html")).Status);
        var answer = await connection.SendAsync("GET", path, await connection.SignInAsync("alice"), "Accept: text/html");
        Assert.Equal((200, "private, no-store"), (answer.Status, answer["Cache-Control"]));
        Assert.Contains(shown, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_decides_and_a_refusal_is_a_403()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var (alice, root) = (await connection.SignInAsync("alice"), await connection.SignInAsync("root", "admin"));
        Assert.Equal(403, (await connection.SendAsync("GET", "/controller/admin", alice, "Accept: text/html")).Status);
        Assert.Equal(200, (await connection.SendAsync("GET", "/controller/admin", root, "Accept: text/html")).Status);
        Assert.Equal(403, (await connection.SendAsync("GET", "/controller/forbids", root)).Status);
        Assert.Contains("no admin", (await connection.SendAsync("GET", "/members-component", alice)).Body, StringComparison.Ordinal);
        Assert.Contains("an admin", (await connection.SendAsync("GET", "/members-component", root)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_hub_knows_the_user_of_each_connection(HttpTransportType transport)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Equal(401, (await connection.SendAsync("POST", "/who/negotiate?negotiateVersion=1")).Status);
        var cookie = (await connection.SignInAsync("alice"))["Cookie: ".Length..];
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(app.App.Address, "/who"), o =>
        {
            o.Transports = transport;
            o.Headers["Cookie"] = cookie;
        }).Build();
        await hub.StartAsync(Token);
        Assert.Equal("alice", await hub.InvokeAsync<string?>("Who", Token));
    }

    private static Task<StoreApp> StartAsync() => MemberApp.StartAsync(
        a =>
        {
            a.UseAzuSessions();
            a.UseAntiforgery();
            a.MapControllers();
            a.MapRazorPages();
            a.MapHub<WhoHub>("/who");
            a.MapRazorComponents<MembersApp>();
        },
        b =>
        {
            b.Services.AddControllersWithViews().OnlyControllersIn(typeof(AuthorizedController).Namespace!);
            b.Services.AddRazorPages(pages => pages.RootDirectory = "/Authentication/Kinds/Pages");
            b.Services.AddRazorComponents();
            b.Services.AddCascadingAuthenticationState();
            b.Services.AddSignalR();
        });
}
