using System.Net;
using System.Security.Cryptography;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The fingerprint of a client is keyed, so it has a part in the rotation of secrets.</summary>
[Trait("Requirement", "R-99")]
public sealed class BindingRotationTests
{
    private static readonly string s_old = NewSecret(), s_new = NewSecret();

    private readonly ISessionStore _store = TestStores.Memory();

    [Fact]
    public async Task A_fingerprint_under_the_secret_before_admits_and_is_made_anew_with_the_next_write()
    {
        var cookie = await BeginUnderTheOldSecretAsync();
        await using var app = await StartAsync(o => (o.Secret, o.PreviousSecrets) = (s_new, [s_old]));
        Assert.Equal("nobody", await app.WhoAsync(cookie, "198.51.100.7"));
        Assert.Equal("ada", await app.WhoAsync(cookie));
        using var written = await app.GetAsync("/be/grace", cookie);
        written.EnsureSuccessStatusCode();
        var reissued = Assert.Single(written.Headers.GetValues("Set-Cookie")).Split(';')[0];

        await using var later = await StartAsync(o => o.Secret = s_new);
        Assert.Equal("grace", await later.WhoAsync(reissued));
        Assert.Equal("nobody", await later.WhoAsync(reissued, "198.51.100.7"));
    }

    [Fact]
    public async Task A_fingerprint_under_a_secret_that_this_node_does_not_know_is_an_outage_and_no_mismatch()
    {
        var cookie = await BeginUnderTheOldSecretAsync();
        string reissued;
        await using (var between = await StartAsync(o => (o.Secret, o.PreviousSecrets) = (s_new, [s_old])))
        {
            // Read, and so with a new cookie, but not written.
            using var read = await between.GetAsync("/who", cookie);
            reissued = Assert.Single(read.Headers.GetValues("Set-Cookie")).Split(';')[0];
        }

        await using var later = await StartAsync(o => (o.Secret, o.Binding.OnMismatch) = (s_new, BindingMismatchMode.Revoke));
        using var response = await later.GetAsync("/be/grace", reissued);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Empty(later.Rejected.Reasons);

        await using var again = await StartAsync(o => (o.Secret, o.PreviousSecrets) = (s_new, [s_old]));
        Assert.Equal("ada", await again.WhoAsync(reissued));
    }

    private async Task<string> BeginUnderTheOldSecretAsync()
    {
        await using var app = await StartAsync(o => o.Secret = s_old);
        return await app.BeginAsync();
    }

    private Task<BindingApp> StartAsync(Action<AzuSessionsOptions> options) =>
        BindingApp.StartAsync(b => b.IpAddress = AddressBinding.Prefix, options, b => b.UseStore(_store));

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
