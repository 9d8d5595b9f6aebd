using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Azu.Cli;

/// <summary><c>azu session:stats</c></summary>
internal static class SessionStatsCommand
{
    public static Command Create(CommandShell shell)
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Repeat until Ctrl+C" };
        var interval = NumberOption.Seconds("--interval", "With --watch: seconds between two measurements", preset: 2, least: 0.1, most: 86_400);
        var command = new Command("session:stats", "Count sessions, and measure how fast the store answers.") { watch, interval };
        var store = new StoreFlags().AddTo(command);
        return shell.Define(command, async run =>
        {
            var location = store.Find(run, UnsupportedBackendAdvice.Look);
            await using var opened = OpenStore.At(location);
            return run.Arguments.GetValue(watch)
                ? await WatchAsync(run, location, opened, TimeSpan.FromSeconds(run.Arguments.GetValue(interval)))
                : Report(run, location, await StoreFigures.TakeAsync(opened.Sessions, run.Environment.Time, isRepeated: false, run.Cancellation));
        }, "azu session:stats", "azu session:stats --watch --interval 10", "azu session:stats --json | jq .sessions");
    }

    private static int Report(CommandRun run, StoreLocation location, StoreFigures figures)
    {
        run.Output.Json(json => Write(json, location, figures));
        run.Output.WriteDetails(Details(location, figures));
        return ExitCode.Done;
    }

    private static async Task<int> WatchAsync(CommandRun run, StoreLocation location, OpenStore store, TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, run.Environment.Time);
        try
        {
            if (run.Output.Style == OutputStyle.Terminal) await run.Output.Screen.Live(new Markup(""))
                .StartAsync(live => ShowAsync(run, location, store, timer, figures => live.UpdateTarget(Panel(location, figures))));
            else await ShowAsync(run, location, store, timer, figures => WriteLine(run, location, figures));
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            // That is how watching ends.
        }
        return ExitCode.Done;
    }

    private static async Task ShowAsync(CommandRun run, StoreLocation location, OpenStore store, PeriodicTimer timer, Action<StoreFigures> show)
    {
        do show(await StoreFigures.TakeAsync(store.Sessions, run.Environment.Time, isRepeated: true, run.Cancellation));
        while (await timer.WaitForNextTickAsync(run.Cancellation));
    }

    /// <summary>One line each time: text, or a JSON document of its own.</summary>
    private static void WriteLine(CommandRun run, StoreLocation location, StoreFigures figures)
    {
        if (run.Output.IsJson) run.Output.Raw(CommandOutput.JsonText(json => Write(json, location, figures)) + "\n");
        else run.Output.Line($"{SessionJson.Time(figures.At)}  {figures.SessionsText} session(s)  {figures.SignedInText} signed in  {figures.MeanBytesText}  " +
            $"answers in {figures.AnswerText}");
        run.Environment.Out.Flush();
    }

    private static Panel Panel(StoreLocation location, StoreFigures figures)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in Details(location, figures)) grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(SafeText.Of(value)));
        return new Panel(grid).RoundedBorder().BorderColor(Color.Grey).Header("azu session:stats (Ctrl+C ends it)");
    }

    private static (string Name, string Value)[] Details(StoreLocation location, StoreFigures figures) =>
    [
        .. location.Details,
        ("Sessions", figures.SessionsText),
        ("Signed in", figures.SignedInText),
        ("Data", figures.MeanBytesText),
        ("Answers in", figures.AnswerText),
        ("At", SessionJson.Time(figures.At)!),
    ];

    private static void Write(Utf8JsonWriter json, StoreLocation location, StoreFigures figures)
    {
        location.Write(json);
        json.WriteNumber("sessions", figures.Sessions);
        if (figures.Age is { } age) json.WriteNumber("sessionsAgeSeconds", Math.Round(age.TotalSeconds, 1));
        json.WriteNumber("sampled", figures.Sampled);
        json.WriteNumber("sampledSignedIn", figures.SignedIn);
        json.WriteNumber("sampledBytes", figures.Bytes);
        json.WriteNumber("answerMilliseconds", Math.Round(figures.Answer.TotalMilliseconds, 2));
        json.WriteString("at", SessionJson.Time(figures.At));
    }
}
