namespace Azu.Sessions.Tests;

/// <summary>Messages for the next page: shown once, never lost, never taken from somebody else.</summary>
[Trait("Requirement", "R-46")]
public sealed class FlashTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_shown_once_on_the_next_page()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => s.Flash["notice"] = "hello")).SentCookie;
        await app.RequestAsync(cookie, s =>
        {
            Assert.Equal("hello", s.Flash["notice"]);
            Assert.Equal("hello", s.Flash.Notice);
            Assert.Equal(["notice"], s.Flash.Names);
        });
        await app.RequestAsync(cookie, s => Assert.Null(s.Flash["notice"]));
    }

    [Fact]
    public async Task A_message_that_this_request_wrote_can_be_read_and_is_still_there_for_the_next()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s =>
        {
            s.Flash.Error = "wrong";
            Assert.Equal("wrong", s.Flash.Error);
        })).SentCookie;
        Assert.Equal("wrong", (await app.LoadAsync(cookie)).Flash.Error);
    }

    [Fact]
    public async Task A_request_that_does_not_read_flash_does_not_age_it()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => s.Flash.Info = "wait")).SentCookie;
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            await app.RequestAsync(cookie, s => s.Data = s.Data with { Count = number + 1 });
            await app.RequestAsync(cookie, s => Assert.Equal(["info"], s.Flash.Names));
        }

        Assert.Equal("wait", (await app.LoadAsync(cookie)).Flash.Info);
    }

    [Fact]
    public async Task A_request_that_reads_one_message_leaves_the_others()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => (s.Flash.Success, s.Flash.Warning) = ("one", "two"))).SentCookie;
        await app.RequestAsync(cookie, s => Assert.Equal("one", s.Flash.Success));
        await app.RequestAsync(cookie, s => Assert.Equal((null, "two"), (s.Flash.Success, s.Flash.Warning)));
    }

    [Fact]
    public async Task A_failed_response_does_not_lose_it()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => s.Flash.Alert = "keep")).SentCookie;
        var failed = await app.LoadAsync(cookie);
        Assert.Equal("keep", failed.Flash.Alert);
        ((IRequestSession)failed).Revert();
        Assert.Equal("keep", failed.Flash.Alert);
        ((IRequestSession)failed).Revert();
        await failed.CommitAsync();
        Assert.Equal("keep", (await app.LoadAsync(cookie)).Flash.Alert);
    }

    [Fact]
    public async Task Now_is_shown_in_this_request_and_never_stored()
    {
        await using var app = new TestApp<Shop>();
        var session = await app.RequestAsync(null, s =>
        {
            s.Flash.Now["notice"] = "now";
            Assert.Equal("now", s.Flash["notice"]);
            Assert.Equal(["notice"], s.Flash.Names);
        });
        Assert.True(session.IsNew);
        session = await app.RequestAsync(null, s =>
        {
            s.Flash.Notice = "next";
            s.Flash.Now["notice"] = "now";
            Assert.Equal("now", s.Flash.Notice);
            s.Flash.Now["notice"] = null;
            Assert.Equal("next", s.Flash.Notice);
        });
        Assert.Equal("next", (await app.LoadAsync(session.SentCookie)).Flash.Notice);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_kept_message_is_shown_again(bool readFirst)
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => (s.Flash.Notice, s.Flash.Error) = ("kept", "not kept"))).SentCookie;
        await app.RequestAsync(cookie, s =>
        {
            if (readFirst) Assert.Equal("kept", s.Flash.Notice);
            s.Flash.Keep("notice");
            Assert.Equal(("kept", "not kept"), (s.Flash.Notice, s.Flash.Error));
        });
        await app.RequestAsync(cookie, s => Assert.Equal(("kept", null), (s.Flash.Notice, s.Flash.Error)));
        await app.RequestAsync(cookie, s => Assert.Null(s.Flash.Notice));
    }

    [Fact]
    public async Task A_message_kept_after_its_consumption_was_saved_is_shown_again()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => s.Flash.Notice = "kept")).SentCookie;
        var session = await app.LoadAsync(cookie);
        Assert.Equal("kept", session.Flash.Notice);
        await session.SaveAsync(Token);
        Assert.Null((await app.LoadAsync(cookie)).Flash.Notice);
        session.Flash.Keep("notice");
        await session.CommitAsync();
        Assert.Equal("kept", (await app.LoadAsync(cookie)).Flash.Notice);
    }

    [Fact]
    public async Task KeepAll_keeps_what_was_read_and_what_was_not()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => (s.Flash.Notice, s.Flash.Error) = ("a", "b"))).SentCookie;
        await app.RequestAsync(cookie, s =>
        {
            Assert.Equal("a", s.Flash.Notice);
            s.Flash.KeepAll();
        });
        await app.RequestAsync(cookie, s => Assert.Equal(("a", "b"), (s.Flash.Notice, s.Flash.Error)));
    }

    [Fact]
    public async Task A_discarded_message_is_not_shown()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => (s.Flash.Notice, s.Flash.Error, s.Flash["other"]) = ("a", "b", "c"))).SentCookie;
        await app.RequestAsync(cookie, s =>
        {
            s.Flash.Discard("notice");
            s.Flash["other"] = null;
            Assert.Null(s.Flash.Notice);
        });
        await app.RequestAsync(cookie, s => Assert.Equal(["error"], s.Flash.Names));
        await app.RequestAsync(cookie, s =>
        {
            s.Flash.Warning = "d";
            s.Flash.DiscardAll();
            Assert.Empty(s.Flash.Names);
        });
        await app.RequestAsync(cookie, s => Assert.Empty(s.Flash.Names));
    }

    [Fact]
    public async Task A_message_that_another_request_replaced_is_not_removed_by_who_read_the_old_one()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => s.Flash.Notice = "old")).SentCookie;
        var reading = await app.LoadAsync(cookie);
        Assert.Equal("old", reading.Flash.Notice);
        await app.RequestAsync(cookie, s => s.Flash.Notice = "new");
        await reading.CommitAsync();
        Assert.Equal("new", (await app.LoadAsync(cookie)).Flash.Notice);
    }

    [Fact]
    public async Task A_message_that_another_request_replaced_is_not_put_back_by_who_keeps_the_old_one()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => s.Flash.Notice = "old")).SentCookie;
        var keeping = await app.LoadAsync(cookie);
        Assert.Equal("old", keeping.Flash.Notice);
        keeping.Flash.Keep("notice");
        keeping.Data = keeping.Data with { Count = 1 };
        await app.RequestAsync(cookie, s => s.Flash.Notice = "new");
        await keeping.CommitAsync();
        Assert.Equal("new", (await app.LoadAsync(cookie)).Flash.Notice);
    }

    [Fact]
    public async Task Messages_of_two_requests_are_both_there()
    {
        await using var app = new TestApp<Shop>();
        var cookie = await app.CreateAsync(new());
        var one = await app.LoadAsync(cookie);
        var two = await app.LoadAsync(cookie);
        one.Flash.Notice = "one";
        two.Flash.Error = "two";
        two.Data = two.Data with { Count = 2 };
        await one.CommitAsync();
        await two.CommitAsync();
        await app.RequestAsync(cookie, s => Assert.Equal(("one", "two", 2), (s.Flash.Notice, s.Flash.Error, s.Data.Count)));
    }

    [Fact]
    public async Task Two_requests_that_read_at_the_same_moment_both_show_it_and_then_it_is_gone()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => s.Flash.Notice = "x")).SentCookie;
        var one = await app.LoadAsync(cookie);
        var two = await app.LoadAsync(cookie);
        Assert.Equal(("x", "x"), (one.Flash.Notice, two.Flash.Notice));
        await one.CommitAsync();
        await two.CommitAsync();
        Assert.Null((await app.LoadAsync(cookie)).Flash.Notice);
    }

    [Fact]
    public async Task Two_users_read_their_own()
    {
        await using var app = new TestApp<Shop>();
        var failures = await Together.RunAsync(2, async user =>
        {
            var cookie = await app.CreateAsync(new());
            for (var i = 0; i < 500; i++)
            {
                var text = $"{user}.{i}";
                await app.RequestAsync(cookie, s => s.Flash.Notice = text);
                await app.RequestAsync(cookie, s => Assert.Equal(text, s.Flash.Notice));
            }

            return true;
        });
        Assert.Equal(2, failures.Length);
    }

    [Fact]
    public async Task A_read_only_endpoint_shows_a_message_and_leaves_it()
    {
        await using var app = new TestApp<Shop>();
        var cookie = (await app.RequestAsync(null, s => s.Flash.Notice = "x")).SentCookie;
        await app.RequestAsync(cookie, s =>
        {
            s.State.Policy = s.State.Policy with { IsReadOnly = true };
            Assert.Equal("x", s.Flash.Notice);
        });
        Assert.Equal("x", (await app.LoadAsync(cookie)).Flash.Notice);
    }

    [Fact]
    public async Task Reading_flash_makes_the_response_personal()
    {
        await using var app = new TestApp<Shop>();
        var session = app.New();
        var reads = new Reads();
        session.State.Listener = reads;
        Assert.Null(session.Flash.Notice);
        Assert.True(reads.Count > 0);
    }

    private sealed class Reads : ISessionListener
    {
        public int Count { get; private set; }

        public void MarkRead() => Count++;

        public ValueTask SubjectChangedAsync(Type dataType) => default;
    }
}
