namespace Azu.Sessions.Bench;

/// <summary>What a visitor does again and again.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Pause">How much time passes before each, by the clock of the nodes.</param>
/// <param name="Count">How often in a round.</param>
/// <param name="ActAsync">Does it once.</param>
internal sealed record CopyVisit(string Name, TimeSpan Pause, int Count, Func<CopyBrowser, Task> ActAsync)
{
    private const int Calls = 20;

    private static readonly TimeSpan s_apart = TimeSpan.FromMilliseconds(50);

    public static IReadOnlyList<CopyVisit> All { get; } =
    [
        new($"a page, then its {Calls} parallel calls; one each 10 s", TimeSpan.FromSeconds(10), 12, static async browser =>
        {
            await browser.GetAsync("/read");
            await browser.GetAllAsync("/read", Calls);
        }),
        new($"a page, then its {Calls} calls 50 ms apart; one each 10 s", TimeSpan.FromSeconds(10), 12, static async browser =>
        {
            await browser.GetAsync("/read");
            for (var i = 0; i < Calls; i++)
            {
                browser.Nodes.Clock.Advance(s_apart);
                await browser.GetAsync("/read");
            }
        }),
        new($"a form that writes, the page behind it, then its {Calls} parallel calls; one each 10 s", TimeSpan.FromSeconds(10), 12, static async browser =>
        {
            await browser.GetAsync("/update");
            await browser.GetAsync("/read");
            await browser.GetAllAsync("/read", Calls);
        }),
        new("a click each 10 s", TimeSpan.FromSeconds(10), 12, static browser => browser.GetAsync("/read")),
        new("a poll each second", TimeSpan.FromSeconds(1), 60, static browser => browser.GetAsync("/read")),
    ];
}
