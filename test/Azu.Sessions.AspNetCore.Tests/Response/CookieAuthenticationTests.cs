using System.Security.Claims;
using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>ASP.NET Core's cookie authentication renews its cookie when the response starts.</summary>
public sealed class CookieAuthenticationTests
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Its_renewed_cookie_goes_out_beside_that_of_the_session()
    {
        await using var app = await StartAsync(hasTicketStore: false);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookies = await SignInAsync(connection);
        _time.Advance(TimeSpan.FromMinutes(40));
        var answer = await connection.AskAsync("GET", "/rotates", cookies);
        Assert.Equal((200, "alice"), (answer.Status, answer.Body));
        Assert.Single(answer.SetCookies, c => c.StartsWith("auth=", StringComparison.Ordinal));
        Assert.Single(answer.SetCookies, c => c.StartsWith(StartingApp.Cookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_goes_out_with_the_503_as_well()
    {
        await using var app = await StartAsync(hasTicketStore: false);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookies = await SignInAsync(connection);
        _time.Advance(TimeSpan.FromMinutes(40));
        app.Outage.Failing = StoreOperations.Update;
        var answer = await connection.AskAsync("GET", "/rotates", cookies);
        Assert.Equal((503, true), (answer.Status, answer.IsComplete));
        Assert.StartsWith("auth=", Assert.Single(answer.SetCookies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tickets_that_are_kept_in_the_session_are_renewed_there()
    {
        await using var app = await StartAsync(hasTicketStore: true);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookies = await SignInAsync(connection);
        for (var i = 1; i <= 3; i++)
        {
            // Past half of the hour that a ticket is good for, and in all beyond the hour.
            _time.Advance(TimeSpan.FromMinutes(40));
            Assert.Equal((200, "alice"), await AnswerAsync(connection, "/who", cookies));
        }

        Assert.Equal("3", (await connection.AskAsync("GET", "/renewals", cookies)).Body);
    }

    private static async Task<(int Status, string Body)> AnswerAsync(RawConnection connection, string path, string cookies)
    {
        var answer = await connection.AskAsync("GET", path, cookies);
        return (answer.Status, answer.Body);
    }

    private static async Task<string> SignInAsync(RawConnection connection)
    {
        var answer = await connection.AskAsync("GET", "/signs-in");
        return "Cookie: " + string.Join("; ", answer.SetCookies.Select(c => c.Split(';')[0]));
    }

    private Task<StoreApp> StartAsync(bool hasTicketStore) => StartingApp.StartAsync(
        app =>
        {
            app.MapGet("/signs-in", async (HttpContext context, Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "signed in" };
                await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "alice")], "test")));
            });
            app.MapGet("/who", (HttpContext context) => context.User.Identity?.Name ?? "nobody");
            app.MapGet("/rotates", (HttpContext context, Session<Visits> session) =>
            {
                session.RotateToken();
                return context.User.Identity?.Name ?? "nobody";
            });
            app.MapGet("/renewals", (HttpContext context) =>
                context.Session.GetInt32("renewals")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "0");
        },
        behind: app => app.UseAuthentication(),
        configure: builder =>
        {
            builder.Services.AddDataProtection();
            builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o =>
            {
                o.Cookie.Name = "auth";
                o.ExpireTimeSpan = TimeSpan.FromHours(1);
                o.TimeProvider = _time;
                if (hasTicketStore) o.SessionStore = new SessionTickets();
            });
        });

    /// <summary>Keeps the ticket in <c>HttpContext.Session</c>.</summary>
    private sealed class SessionTickets : ITicketStore
    {
        public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException();

        public Task RenewAsync(string key, AuthenticationTicket ticket) => throw new NotSupportedException();

        public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw new NotSupportedException();

        public Task RemoveAsync(string key) => throw new NotSupportedException();

        public Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
        {
            httpContext.Session.Set("ticket", TicketSerializer.Default.Serialize(ticket));
            return Task.FromResult("the key");
        }

        public Task RenewAsync(string key, AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
        {
            httpContext.Session.Set("ticket", TicketSerializer.Default.Serialize(ticket));
            httpContext.Session.SetInt32("renewals", (httpContext.Session.GetInt32("renewals") ?? 0) + 1);
            return Task.CompletedTask;
        }

        public Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken) =>
            Task.FromResult(httpContext.Session.Get("ticket") is { } ticket ? TicketSerializer.Default.Deserialize(ticket) : null);

        public Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
        {
            httpContext.Session.Remove("ticket");
            return Task.CompletedTask;
        }
    }
}
