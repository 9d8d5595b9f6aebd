namespace Azu.Sessions.Tests;

/// <summary>Data is read from its document when it is first asked for.</summary>
public sealed class LazyDataTests
{
    [Fact]
    public async Task A_session_of_which_only_subject_and_flash_are_read_parses_no_data()
    {
        await using var app = new TestApp<Counted>();
        var cookie = await app.CreateAsync(new() { Name = "ada" }, "alice");
        Counted.Made = 0;
        await app.RequestAsync(cookie, s => Assert.Equal(("alice", null), (s.Subject, s.Flash.Notice)));
        Assert.Equal(0, Counted.Made);
        await app.RequestAsync(cookie, s => Assert.Equal("ada", s.Data.Name));
        Assert.Equal(1, Counted.Made);
    }

    public sealed class Counted
    {
        public static int Made { get; set; }

        public Counted() => Made++;

        public string? Name { get; set; }
    }
}
