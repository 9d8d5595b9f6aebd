using System.CommandLine;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary><c>azu session:setup</c></summary>
internal static class SessionSetupCommand
{
    private const string Sqlite = "sqlite";

    public static Command Create(CommandShell shell)
    {
        var backend = BackendOption.Create();
        var database = new Option<string?>("--database")
        {
            Description = "With --backend database: postgresql or sqlite. The default is the database of " +
            "DATABASE_URL, or postgresql",
            HelpName = "kind"
        };
        database.AcceptOnlyFromAmong("postgresql", Sqlite);
        var project = new Option<string?>("--project", "-p")
        {
            Description = "Project file, or its folder. The default is the project of this directory",
            HelpName = "path"
        };
        var version = new Option<string>("--package-version")
        {
            Description = "Version of the packages. The default is the version of this tool",
            HelpName = "version",
            DefaultValueFactory = _ => PackageVersion.Own
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the changes, and write nothing" };
        var force = new Option<bool>("--force",
            "-f")
        { Description = "Replace SessionSetup.cs and the migration if session:setup wrote them and nothing in them was changed" };
        var command = new Command("session:setup", "Set sessions up in an ASP.NET Core project. A second run changes nothing.") { backend, database, project,
            version, dryRun, force };
        return shell.Define(command, run =>
        {
            var web = WebProject.In(run.Environment.Directory, run.Arguments.GetValue(project));
            var chosen = Backend(run, web, run.Arguments.GetValue(backend));
            var choices = new SetupChoices(IsSqlite(run, web, run.Arguments.GetValue(database)), run.Arguments.GetValue(force),
                run.Arguments.GetValue(version)!, run.Environment.Time.GetUtcNow());
            return Task.FromResult(Run(run, web, chosen, choices, run.Arguments.GetValue(dryRun)));
        }, "azu session:setup", "azu session:setup --dry-run", "azu session:setup --backend database --database sqlite",
            "azu session:setup --project src/Shop", "azu session:setup --backend cookie --force");
    }

    /// <summary>The flag, the project's code, the environment, redis: in this order, as everywhere.</summary>
    private static SessionBackend Backend(CommandRun run, WebProject project, string? flag) =>
        (flag is null ? null : StoreEnvironment.ParseBackend(flag)) ?? ProjectSetup.Read(project.Directory)?.Backend ?? run.Variables.Store.Backend
            ?? SessionBackend.Redis;

    private static bool IsSqlite(CommandRun run, WebProject project, string? kind)
    {
        if (kind is not null) return kind == Sqlite;
        if (run.Variables.Store.UrlIfSet(StoreVariable.DatabaseUrl) is { } url) return SqliteFile.IsNamedBy(url);
        // A project that has the SQLite provider was set up for it.
        return project.References("Microsoft.Data.Sqlite");
    }

    private static int Run(CommandRun run, WebProject project, SessionBackend backend, SetupChoices choices, bool isDryRun)
    {
        var setup = new SessionSetupRun(project, backend, choices);
        setup.Plan();
        if (!isDryRun) setup.Write();

        var report = new SetupReport(run.Output, setup, Path.GetRelativePath(run.Environment.Directory, project.Path).Replace('\\', '/'), isDryRun);
        report.WriteJson(backend);
        report.WriteFiles();
        report.WriteManual();
        var isNew = setup.Steps.Any(s => s.Change is FileChange.Created or FileChange.Changed);
        run.Output.Line();
        var folder = Path.GetRelativePath(run.Environment.Directory, project.Directory);
        if (!isNew && setup.Manual.Count == 0) run.Output.Done("Everything is set up already; nothing was changed");
        else foreach (var line in NextSteps.For(backend, choices.IsSqlite, run.Environment.IsPowerShell, folder == "." ? null : folder)) run.Output.Line(line);
        return setup.Manual.Count > 0 ? ExitCode.Incomplete : ExitCode.Done;
    }
}
