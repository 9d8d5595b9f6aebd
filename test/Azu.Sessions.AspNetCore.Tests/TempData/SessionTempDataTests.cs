namespace Azu.Sessions.AspNetCore.Tests.TempData;

/// <summary>The provider of this library, which keeps each name for itself.</summary>
public sealed class SessionTempDataTests() : TempDataTests(s => s.AddAzuSessionTempData())
{
    [Fact]
    public async Task Messages_of_two_requests_at_once_are_both_there()
    {
        await using var app = await StartAsync();
        await using var one = await RawConnection.OpenAsync(app.App);
        await using var other = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(one, "hello", "mvc/all");
        var answers = await Task.WhenAll(
            one.AskAsync("POST", "/mvc/meet/first/1", cookie, "Content-Length: 0"), other.AskAsync("POST", "/mvc/meet/second/2", cookie, "Content-Length: 0"));
        Assert.All(answers, a => Assert.Equal(200, a.Status));
        Assert.Equal("first=1, message=hello, second=2", (await one.AskAsync("GET", "/mvc/all", cookie)).Body);
        Assert.Equal("", (await one.AskAsync("GET", "/mvc/all", cookie)).Body);
    }

    [Fact]
    public async Task A_message_that_another_request_replaced_is_not_taken_by_the_one_that_read_the_earlier()
    {
        await using var app = await StartAsync();
        await using var one = await RawConnection.OpenAsync(app.App);
        await using var other = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(one, "earlier", "mvc/read");
        var reading = one.AskAsync("GET", "/mvc/meet-read", cookie);
        Assert.Equal(200, (await other.AskAsync("POST", "/mvc/meet/message/later", cookie, "Content-Length: 0")).Status);
        app.App.Services.GetRequiredService<TaskCompletionSource>().SetResult();
        Assert.Equal("earlier", (await reading).Body);
        Assert.Equal("later", (await one.AskAsync("GET", "/mvc/read", cookie)).Body);
    }

    [Theory]
    [InlineData("number", "42")]
    [InlineData("date", "2030-01-01")]
    [InlineData("list", "a,b")]
    [InlineData("null", "none")]
    public async Task Every_type_that_TempData_takes_comes_back(string kind, string expected)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var posted = await connection.AskAsync("POST", "/mvc/typed/" + kind, "Content-Length: 0");
        Assert.Equal(expected, (await connection.AskAsync("GET", "/mvc/typed", posted.CookieLine)).Body);
    }

    [Fact]
    public async Task A_message_is_shown_by_a_page_that_may_change_nothing_and_stays()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var cookie = await SetAsync(connection, "hello", "mvc/read-only");
        for (var i = 0; i < 2; i++) Assert.Equal("hello", (await connection.AskAsync("GET", "/mvc/read-only", cookie)).Body);
        Assert.Equal("hello", (await connection.AskAsync("GET", "/mvc/read", cookie)).Body);
    }
}
