using System.CommandLine;
using Spectre.Console;

namespace Azu.Cli;

/// <summary><c>azu db:status</c></summary>
internal static class DbStatusCommand
{
    public static Command Create(CommandShell shell)
    {
        var command = new Command("db:status", "List the migrations of the session tables, applied and pending. This changes nothing.");
        var store = new StoreFlags().AddTo(command, isDatabaseOnly: true);
        return shell.Define(command, run => RunAsync(run, store.FindDatabase(run)), "azu db:status", "azu db:status --json");
    }

    private static async Task<int> RunAsync(CommandRun run, StoreLocation location)
    {
        var all = await SessionTables.StatusAsync(run, location);
        SessionTables.WriteJson(run, location, "migrations", all);
        SessionTables.WriteDetails(run, location);
        if (run.Output.Style == OutputStyle.Terminal) run.Output.Screen.Write(Table(all));
        else foreach (var version in all) run.Output.Line($"{SessionTables.NameOf(version),-20}  {Applied(version)}");
        var missing = all.Count(v => v.AppliedAt is null);
        run.Output.Line(missing == 0 ? "Up to date." : $"{missing} to apply: azu db:migrate");
        return ExitCode.Done;
    }

    private static Table Table(IReadOnlyList<Azu.Sessions.Database.SchemaVersion> all)
    {
        var table = new Table().RoundedBorder().BorderColor(Color.Grey).AddColumn("Migration").AddColumn("Applied");
        foreach (var version in all) table.AddRow(new Text(SessionTables.NameOf(version)), new Text(Applied(version), new Style(version.AppliedAt is null ? Color.Yellow : Color.Green)));
        return table;
    }

    private static string Applied(Azu.Sessions.Database.SchemaVersion version) => SessionJson.Time(version.AppliedAt) ?? "not applied";
}
