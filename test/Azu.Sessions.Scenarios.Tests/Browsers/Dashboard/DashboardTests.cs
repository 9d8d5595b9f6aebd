using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Azu.Sessions.Scenarios.Tests.Browsers.Dashboard;

/// <summary>What operators do with ten thousand sessions.</summary>
public sealed partial class DashboardTests(Chromium chromium, LargeApp app) : IClassFixture<LargeApp>
{
    [Fact]
    public async Task Ten_thousand_sessions_are_walked_through_page_by_page()
    {
        await using var ada = await Operator.ArriveAsync(chromium, app);
        await Expect(ada.Rows).ToHaveCountAsync(50);
        await Expect(ada.Main.Locator("#total")).ToContainTextAsync(Thousands());
        var first = await ada.Rows.First.GetByRole(AriaRole.Link).InnerTextAsync();
        await ada.Button("Next").ClickAsync();
        await Expect(ada.Page.GetByText("Page 2", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(ada.Rows.First.GetByRole(AriaRole.Link)).Not.ToHaveTextAsync(first);
        await ada.Button("Previous").ClickAsync();
        await Expect(ada.Rows.First.GetByRole(AriaRole.Link)).ToHaveTextAsync(first);
        await ada.Page.GetByLabel("Per page").SelectOptionAsync("200");
        await Expect(ada.Rows).ToHaveCountAsync(200);
    }

    [Fact]
    public async Task A_session_is_found_by_subject_id_and_index_and_no_address_names_what_was_searched()
    {
        await using var ada = await Operator.ArriveAsync(chromium, app);
        var asked = new List<string>();
        ada.Page.Request += (_, request) => { lock (asked) asked.Add(request.Url); };
        await ada.SearchAsync("Subject", "user4711");
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await ada.Rows.GetByRole(AriaRole.Link).ClickAsync();
        var id = await ada.Page.Locator("h1 .id").InnerTextAsync();
        await Expect(ada.Main.GetByText("user4711@example.com")).ToBeVisibleAsync();
        await ada.Page.GoBackAsync();
        await Expect(ada.Page.GetByLabel("Exactly")).ToHaveValueAsync("user4711");
        await ada.SearchAsync("Index: email", "user4711@example.com");
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await ada.SearchAsync("Session id", id);
        await Expect(ada.Rows.GetByText("user4711")).ToBeVisibleAsync();
        await ada.SearchAsync("Subject", "user471");
        await Expect(ada.Rows.GetByText("user471", new() { Exact = true })).ToBeVisibleAsync();
        lock (asked) Assert.DoesNotContain(asked, url => url.Contains("user4", StringComparison.Ordinal));
        Assert.DoesNotContain("user4", ada.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_an_operator_ends_is_anonymous_with_its_next_request_and_the_audit_says_who_ended_it()
    {
        var bob = await app.VisitAsync(chromium, "bob");
        Assert.Equal("bob", await TextAsync(bob));
        await using var ada = await Operator.ArriveAsync(chromium, app);
        await ada.SearchAsync("Subject", "bob");
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await ada.Rows.GetByRole(AriaRole.Checkbox).CheckAsync();
        await ada.Button("End selected…").ClickAsync();
        await Expect(ada.Dialog).ToContainTextAsync("This ends 1 session.");
        await ada.InDialog("End 1 session").ClickAsync();
        await Expect(ada.Dialog).ToContainTextAsync("Ended 1 session.");
        Assert.Equal("nobody", await TextAsync(bob));
        await ada.InDialog("Close").ClickAsync();
        await Expect(ada.Page.GetByText("No session has exactly this value.")).ToBeVisibleAsync();

        await ada.ShowAsync("Ended");
        await ada.SearchAsync("Subject", "bob");
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await Expect(ada.Rows).ToContainTextAsync(new Regex("revoked.*dashboard: ada.*bob", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await ada.Rows.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(ada.Page.GetByText("There is no such session, or no longer.")).ToBeVisibleAsync();
        await Expect(ada.Rows).ToHaveCountAsync(2);
        await Expect(ada.Rows.Last).ToContainTextAsync("signed in");
    }

    [Fact]
    public async Task Several_sessions_and_those_of_a_subject_are_ended_and_of_two_operators_one_ends_them()
    {
        var visitors = new List<IAPIRequestContext>();
        for (var i = 0; i < 4; i++) visitors.Add(await app.VisitAsync(chromium, "carol"));
        await using var ada = await Operator.ArriveAsync(chromium, app);
        await using var grace = await Operator.ArriveAsync(chromium, app, name: "grace");
        await ada.SearchAsync("Subject", "carol");
        await grace.SearchAsync("Subject", "carol");
        await Expect(ada.Rows).ToHaveCountAsync(4);
        await Expect(grace.Rows).ToHaveCountAsync(4);
        await ada.Rows.Nth(0).GetByRole(AriaRole.Checkbox).CheckAsync();
        await ada.Rows.Nth(1).GetByRole(AriaRole.Checkbox).CheckAsync();
        await ada.Button("End selected…").ClickAsync();
        await ada.InDialog("End 2 sessions").ClickAsync();
        await Expect(ada.Dialog).ToContainTextAsync("Ended 2 sessions.");
        await ada.InDialog("Close").ClickAsync();
        await Expect(ada.Rows).ToHaveCountAsync(2);

        // The other operator's page is older than that; the dry run is not.
        await Expect(grace.Rows).ToHaveCountAsync(4);
        await grace.Button("End all of this subject…").ClickAsync();
        await Expect(grace.Dialog).ToContainTextAsync("This ends 2 sessions.");
        await grace.InDialog("End 2 sessions").ClickAsync();
        await Expect(grace.Dialog).ToContainTextAsync("Ended 2 sessions.");
        foreach (var visitor in visitors) Assert.Equal("nobody", await TextAsync(visitor));
        await ada.Button("End all of this subject…").ClickAsync();
        await Expect(ada.Dialog).ToContainTextAsync("Nothing would end");
    }

    [Fact]
    public async Task An_operator_sees_which_session_is_their_own()
    {
        await using var ada = await Operator.ArriveAsync(chromium, app, before: async device =>
            Assert.True((await device.APIRequest.PostAsync("/enter/ada-own")).Ok));
        await ada.SearchAsync("Subject", "ada-own");
        await Expect(ada.Rows).ToContainTextAsync("you");
        await ada.Rows.GetByRole(AriaRole.Checkbox).CheckAsync();
        await ada.Button("End selected…").ClickAsync();
        await Expect(ada.Dialog).ToContainTextAsync("Your own session is among them");
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Dialog).ToHaveCountAsync(0);
        Assert.Equal("ada-own", await TextAsync(ada.Requests));
    }

    [Fact]
    public async Task A_read_only_operator_has_nothing_to_end_sessions_with()
    {
        await using var ada = await Operator.ArriveAsync(chromium, app, roles: "operator");
        await Expect(ada.Rows).ToHaveCountAsync(50);
        await Expect(ada.Page.GetByText("read-only")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = EndButton() })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Text_of_visitors_is_shown_as_text()
    {
        const string Markup = "<img src=x onerror=\"document.title='owned'\">";
        const string Reversed = "\u202eecila\u0007";
        await app.Sessions.CreateAsync(new(), Markup, new("192.0.2.1", "<script>document.title='owned'</script>"));
        await app.Sessions.CreateAsync(new(), Reversed);
        await app.Sessions.CreateAsync(new(), new string('w', 10_000), new("192.0.2.1", new string('w', 10_000)));
        await using var ada = await Operator.ArriveAsync(chromium, app);
        await ada.SearchAsync("Subject", Markup);
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await Expect(ada.Rows.Locator(".subject")).ToHaveTextAsync(Markup);
        await ada.Rows.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(ada.Main.GetByText("<script>document.title='owned'</script>")).ToBeVisibleAsync();
        await ada.ShowAsync("Sessions");
        await ada.SearchAsync("Subject", Reversed);
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await Expect(ada.Rows.Locator(".subject")).ToHaveTextAsync("U+202EecilaU+0007");
        await ada.SearchAsync("Subject", new string('w', 10_000));
        await Expect(ada.Rows.Locator(".subject")).ToContainTextAsync("10000 characters");
        await Expect(ada.Page).ToHaveTitleAsync("Sessions · Sessions");
    }

    [Fact]
    public async Task Behind_a_path_base_and_by_keyboard_alone_a_session_is_found()
    {
        await using var ada = await Operator.ArriveAsync(chromium, app, pathBase: "/behind");
        await Expect(ada.Rows).ToHaveCountAsync(50);
        await ada.Page.GetByLabel("Find by").FocusAsync();
        await ada.Page.Keyboard.TypeAsync("Su");
        await ada.Page.Keyboard.PressAsync("Tab");
        await ada.Page.Keyboard.TypeAsync("user77");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Rows).ToHaveCountAsync(1);
        await ada.Rows.GetByRole(AriaRole.Link).FocusAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Main).ToBeFocusedAsync();
        await Expect(ada.Main.GetByText("user77@example.com")).ToBeVisibleAsync();
        Assert.Contains("/behind/", ada.Page.Url, StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(IAPIRequestContext visitor) => await (await visitor.GetAsync("/subject")).TextAsync();

    [GeneratedRegex("^(?:About )?(?:10|9),[0-9]{3} sessions", RegexOptions.None, 1000)]
    private static partial Regex Thousands();

    [GeneratedRegex("^End ", RegexOptions.None, 1000)]
    private static partial Regex EndButton();
}
