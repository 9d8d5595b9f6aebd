using System.Net;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>A bound session admits the client that it began with, and another one not: it is compared, and the outcome counts.</summary>
[Trait("Requirement", "R-99")]
public sealed class ClientBindingTests
{
    [Fact]
    public async Task The_ancestor_computed_the_binding_and_threw_it_away_here_a_stolen_cookie_is_refused()
    {
        await using var app = await BindingApp.StartAsync(b => (b.IpAddress, b.UserAgent) = (AddressBinding.Prefix, true));
        var cookie = await app.BeginAsync();
        Assert.Equal("nobody", await app.WhoAsync(cookie, "198.51.100.7", "curl/8"));
        Assert.Equal([SessionEndReason.BindingMismatch], app.Rejected.Reasons);
        Assert.Equal("ada", await app.WhoAsync(cookie));
    }

    [Theory]
    [InlineData(AddressBinding.Prefix, "192.0.2.10", "192.0.2.10", true)]
    [InlineData(AddressBinding.Prefix, "192.0.2.10", "192.0.2.255", true)]
    [InlineData(AddressBinding.Prefix, "192.0.2.10", "192.0.3.10", false)]
    [InlineData(AddressBinding.Prefix, "2001:db8:1:2:3::1", "2001:db8:1:ff:4::2", true)]
    [InlineData(AddressBinding.Prefix, "2001:db8:1:2:3::1", "2001:db8:1:102:3::1", false)]
    [InlineData(AddressBinding.Prefix, "192.0.2.10", "2001:db8:1:2:3::1", false)]
    [InlineData(AddressBinding.Exact, "192.0.2.10", "192.0.2.10", true)]
    [InlineData(AddressBinding.Exact, "192.0.2.10", "::ffff:192.0.2.10", true)]
    [InlineData(AddressBinding.Exact, "192.0.2.10", "192.0.2.11", false)]
    [InlineData(AddressBinding.Exact, "2001:db8::1", "2001:db8::2", false)]
    [InlineData(AddressBinding.Off, "192.0.2.10", "198.51.100.7", true)]
    public async Task An_address_is_compared_as_exactly_as_the_option_says(AddressBinding exactness, string began, string comes, bool isAdmitted)
    {
        await using var app = await BindingApp.StartAsync(b => (b.IpAddress, b.UserAgent) = (exactness, exactness == AddressBinding.Off));
        var cookie = await app.BeginAsync(began);
        Assert.Equal(isAdmitted ? "ada" : "nobody", await app.WhoAsync(cookie, comes));
    }

    [Theory]
    [InlineData(true, BindingApp.Chrome, BindingApp.Chrome, true)]
    [InlineData(true, BindingApp.Chrome, BindingApp.Firefox, false)]
    [InlineData(true, BindingApp.Chrome, null, false)]
    [InlineData(false, BindingApp.Chrome, BindingApp.Firefox, true)]
    public async Task The_user_agent_is_compared_where_the_option_says_so_and_absence_is_a_mismatch(bool isBound, string began, string? comes, bool isAdmitted)
    {
        await using var app = await BindingApp.StartAsync(b => (b.IpAddress, b.UserAgent) = (AddressBinding.Exact, isBound));
        var cookie = await app.BeginAsync(agent: began);
        Assert.Equal(isAdmitted ? "ada" : "nobody", await app.WhoAsync(cookie, agent: comes));
    }

    [Theory]
    [InlineData("/be/ada")]
    [InlineData("/sign-in/ada")]
    public async Task A_client_that_does_not_show_itself_begins_no_session(string path)
    {
        await using var app = await BindingApp.StartAsync(b => b.UserAgent = true);
        using var response = await app.GetAsync(path, null, agent: null);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal(0, await app.Sessions.CountAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Revoke_ends_the_session_for_everybody()
    {
        await using var app = await BindingApp.StartAsync(b => (b.IpAddress, b.OnMismatch) = (AddressBinding.Prefix, BindingMismatchMode.Revoke));
        var cookie = await app.BeginAsync();
        Assert.Equal("nobody", await app.WhoAsync(cookie, "198.51.100.7"));
        Assert.Equal("nobody", await app.WhoAsync(cookie));
        Assert.Equal(0, await app.Sessions.CountAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Report_admits_and_tells()
    {
        await using var app = await BindingApp.StartAsync(b => (b.IpAddress, b.OnMismatch) = (AddressBinding.Prefix, BindingMismatchMode.Report));
        var cookie = await app.BeginAsync();
        Assert.Equal("ada", await app.WhoAsync(cookie, "198.51.100.7"));
        Assert.Equal([SessionEndReason.BindingMismatch], app.Rejected.Reasons);
    }

    [Fact]
    public async Task A_client_cannot_choose_its_address_where_the_application_trusts_no_proxy()
    {
        await using var app = await BindingApp.StartAsync(b => b.IpAddress = AddressBinding.Exact, trustsProxy: false);
        var cookie = await app.BeginAsync("192.0.2.10");
        // Both come from this machine, whatever they say: the header neither admits nor refuses.
        Assert.Equal("ada", await app.WhoAsync(cookie, "198.51.100.7"));
        Assert.Equal("ada", await app.WhoAsync(cookie, address: null));
    }

    [Fact]
    public async Task The_sealed_cookie_is_bound_as_well()
    {
        await using var app = await BindingApp.StartAsync(b => b.IpAddress = AddressBinding.Prefix, build: b => b.UseCookieStore());
        var cookie = await app.BeginAsync();
        Assert.Equal("ada", await app.WhoAsync(cookie));
        Assert.Equal("nobody", await app.WhoAsync(cookie, "198.51.100.7"));
    }

    [Fact]
    public async Task Signing_in_binds_to_the_client_that_signs_in()
    {
        await using var app = await BindingApp.StartAsync(b => (b.IpAddress, b.OnMismatch) = (AddressBinding.Prefix, BindingMismatchMode.Reject));
        using var response = await app.GetAsync("/sign-in/grace", null, "198.51.100.7");
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
        Assert.Equal("grace", await app.WhoAsync(cookie, "198.51.100.99"));
        Assert.Equal("nobody", await app.WhoAsync(cookie, "192.0.2.10"));
    }

    [Fact]
    public async Task HighSecurity_binds_without_being_told()
    {
        await using var app = await BindingApp.StartAsync(_ => { }, build: b => b.UsePreset(SessionPreset.HighSecurity).UseStore(new DurableMemoryStore()));
        var cookie = await app.BeginAsync();
        Assert.Equal("ada", await app.WhoAsync(cookie));
        Assert.Equal("nobody", await app.WhoAsync(cookie, "198.51.100.7"));
        Assert.Equal("nobody", await app.WhoAsync(cookie, agent: BindingApp.Firefox));
    }

    private sealed class DurableMemoryStore() : Conformance.ForwardingStore(TestStores.Memory())
    {
        public override SessionCapabilities Capabilities => base.Capabilities | SessionCapabilities.Durable;
    }
}
