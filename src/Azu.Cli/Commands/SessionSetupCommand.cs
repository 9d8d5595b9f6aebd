using System.CommandLine;
using Azu.Sessions.Stores;
using Spectre.Console;

namespace Azu.Cli;

/// <summary><c>azu session:setup</c></summary>
internal static class SessionSetupCommand
{
    private const string Sqlite = "sqlite";

    public static Command Create(CommandShell shell)
    {
        var backend = BackendOption.Create();
        var database = new Option<string?>("--database") { Description = "With --backend database: postgresql or sqlite; without it DATABASE_URL decides, or postgresql", HelpName = "kind" };
        database.AcceptOnlyFromAmong("postgresql", Sqlite);
        var version = new Option<string>("--package-version") { Description = "The version of the packages; by default that of this tool", HelpName = "version", DefaultValueFactory = _ => PackageVersion.Own };
        var force = new Option<bool>("--force", "-f") { Description = "Write SessionSetup.cs and the migration anew, also for another backend" };
        var command = new Command("session:setup", "Sets sessions up in the ASP.NET Core project of this directory. Running it twice changes nothing.") { backend, database, version, force };
        return shell.Define(command, run =>
        {
            var chosen = Backend(run, run.Arguments.GetValue(backend));
            var choices = new SetupChoices(IsSqlite(run, run.Arguments.GetValue(database)), run.Arguments.GetValue(force), run.Arguments.GetValue(version)!, run.Environment.Time.GetUtcNow());
            return Task.FromResult(Run(run, chosen, choices));
        }, "azu session:setup", "azu session:setup --backend database", "azu session:setup --backend database --database sqlite", "azu session:setup --backend cookie --force");
    }

    /// <summary>The flag, what the project has, what the environment says, redis: in this order, as everywhere.</summary>
    private static SessionBackend Backend(CommandRun run, string? flag) =>
        (flag is null ? null : StoreEnvironment.ParseBackend(flag)) ?? ProjectSetup.Read(run.Environment.Directory)?.Backend ?? run.Variables.Store.Backend ?? SessionBackend.Redis;

    private static bool IsSqlite(CommandRun run, string? kind)
    {
        if (kind is not null) return kind == Sqlite;
        if (run.Variables.Store.UrlIfSet(StoreVariable.DatabaseUrl) is { } url) return SqliteFile.IsNamedBy(url);
        // A project that has the SQLite provider was set up for it.
        return Directory.GetFiles(run.Environment.Directory, "*.csproj").Any(path => File.ReadAllText(path).Contains("Microsoft.Data.Sqlite", StringComparison.OrdinalIgnoreCase));
    }

    private static int Run(CommandRun run, SessionBackend backend, SetupChoices choices)
    {
        var project = WebProject.In(run.Environment.Directory);
        var setup = new SessionSetupRun(project, backend, choices);
        setup.Run();
        run.Output.Json(json =>
        {
            json.WriteString("backend", backend.ToString().ToLowerInvariant());
            json.WriteStartArray("files");
            foreach (var step in setup.Steps)
            {
                json.WriteStartObject();
                json.WriteString("file", step.File);
                json.WriteString("change", step.Change.ToString().ToLowerInvariant());
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("byHand");
            foreach (var text in setup.ByHand) json.WriteStringValue(text);
            json.WriteEndArray();
        });
        foreach (var step in setup.Steps) Report(run.Output, step);
        foreach (var line in setup.ByHand.SelectMany(text => $"\n{text}".Split('\n'))) run.Output.Line(line);
        var isNew = setup.Steps.Any(s => s.Change is FileChange.Created or FileChange.Changed);
        run.Output.Line();
        if (!isNew && setup.ByHand.Count == 0) run.Output.Done("Everything is set up already; nothing was changed");
        else foreach (var line in NextSteps.For(backend, choices.IsSqlite, run.Environment.IsPowerShell)) run.Output.Line(line);
        return ExitCode.Done;
    }

    private static void Report(CommandOutput output, SetupStep step)
    {
        var change = step.Change.ToString().ToLowerInvariant().PadRight(10);
        var note = step.Note is null ? "" : $"  ({step.Note})";
        if (output.Style != OutputStyle.Terminal)
        {
            output.Line($"{change} {step.File}{note}");
            return;
        }
        var colour = step.Change switch
        {
            FileChange.Created or FileChange.Changed => "green",
            FileChange.Kept => "yellow",
            _ => "grey",
        };
        output.Screen.MarkupLine($"[{colour}]{change}[/] {Markup.Escape(step.File)}[grey]{Markup.Escape(note)}[/]");
    }
}
