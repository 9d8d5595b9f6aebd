using Azu.Sessions.Database;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>Sets sessions up in a project. What is there already is never overwritten without being told to; doing it twice changes nothing.</summary>
internal sealed class SessionSetupRun(WebProject project, SessionBackend backend, SetupChoices choices)
{
    private const string UserSessionPath = "Sessions/UserSession.cs";
    private const string MigrationName = "create_sessions.sql";
    private const string MigrationMark = "-- The tables for sessions, for an empty database.";

    private readonly List<SetupStep> _steps = [];

    public IReadOnlyList<SetupStep> Steps => _steps;

    /// <summary>What is left to whoever runs it.</summary>
    public List<string> ByHand { get; } = [];

    /// <exception cref="CliException">The project keeps its sessions elsewhere, and nobody said that this may change.</exception>
    public void Run()
    {
        if (ProjectSetup.Read(project.Directory)?.Backend is { } present && present != backend && !choices.IsForced)
            throw new CliException(ExitCode.Failed, $"{ProjectSetup.Path} keeps sessions in {present.ToString().ToLowerInvariant()}. With --force it is written anew, for {backend.ToString().ToLowerInvariant()}. Nothing was changed.");
        EnsureText(UserSessionPath, ProjectSetup.Path, project.FileName, ".env.example", ".gitignore");
        // A type that the application uses by now is not a thing to be written anew.
        Write(UserSessionPath, SetupTemplate.UserSession(project), static _ => false, "it is yours by now");
        Write(ProjectSetup.Path, SetupTemplate.SessionSetup(backend, project), SetupTemplate.Wrote, "it is not as it would be written; --force overwrites it");
        if (backend == SessionBackend.Database) WriteMigration();
        AddPackages();
        AddLines();
        _steps.Add(new(".env.example", new EnvironmentFile(PathOf(".env.example")).AddMissing(Variables())));
        _steps.Add(new(".gitignore", GitIgnore.Ensure(project.Directory, choices.IsSqlite && backend == SessionBackend.Database ? [DotEnv.FileName, "sessions.db*"] : [DotEnv.FileName])));
    }

    /// <summary>Before anything is written.</summary>
    /// <exception cref="CliException">A file is not UTF-8.</exception>
    private void EnsureText(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!new TextFile(PathOf(name)).IsText) throw new CliException(ExitCode.Failed, $"{name} is not UTF-8, and could not be changed safely. Save it as UTF-8. Nothing was changed.");
        }
    }

    private void Write(string name, string text, Func<string, bool> isOurs, string note)
    {
        var file = new TextFile(PathOf(name));
        var present = file.Exists ? file.Read() : null;
        var mayOverwrite = choices.IsForced && present is not null && isOurs(present);
        var change = present is null ? FileChange.Created : present == text ? FileChange.Unchanged : mayOverwrite ? FileChange.Changed : FileChange.Kept;
        if (change is FileChange.Created or FileChange.Changed) file.Write(text);
        if (choices.IsForced && name != UserSessionPath) note = "session:setup did not write it; move it away to have it written";
        _steps.Add(new(name, change, change == FileChange.Kept ? note : null));
    }

    private void WriteMigration()
    {
        // Whatever its time: there is one such migration in a project. Others of that name are the project's own.
        var folder = PathOf("Migrations");
        var there = Directory.Exists(folder) ? Directory.GetFiles(folder, $"*_{MigrationName}").Order(StringComparer.Ordinal).FirstOrDefault(path => new TextFile(path) is { IsText: true } file && IsMigration(file.Read())) : null;
        var name = there is null ? $"{choices.Now.UtcDateTime.ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture)}_{MigrationName}" : Path.GetFileName(there);
        Write($"Migrations/{name}", Script(), IsMigration, "it is not as it would be written; --force overwrites it");
    }

    private static bool IsMigration(string text) => text.StartsWith(MigrationMark, StringComparison.Ordinal);

    /// <summary>It connects to nothing; the text only says which database it is for.</summary>
    private string Script()
    {
        var schema = SessionSchema.Open(choices.IsSqlite ? "Data Source=sessions.db" : "Host=localhost");
        try
        {
            return $"{MigrationMark} azu db:migrate does the same, and knows what is there already.\n{schema.Script()}".ReplaceLineEndings("\n");
        }
        finally
        {
            schema.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private void AddPackages()
    {
        var missing = PackageVersion.For(backend, choices.IsSqlite, choices.Version).Where(p => !project.References(p.Name)).ToList();
        if (missing.Count > 0) project.Add(missing);
        _steps.Add(new(project.FileName, missing.Count > 0 ? FileChange.Changed : FileChange.Unchanged, missing.Count > 0 ? string.Join(", ", missing.Select(p => p.Name)) : null));
        if (missing.Count > 0 && project.HasCentralVersions) ByHand.Add($"Into Directory.Packages.props:\n{Indented(missing.Select(p => p.Central))}");
    }

    private void AddLines()
    {
        var file = new TextFile(PathOf(ProgramFile.Name));
        if (!file.Exists)
        {
            ByHand.Add("Where the application is built:\n  builder.AddSessions();\n  app.UseAzuSessions();");
            return;
        }
        var (change, byHand) = file.IsText ? new ProgramFile(file).AddSessions() : (FileChange.Kept, ProgramFile.AllLines);
        _steps.Add(new(ProgramFile.Name, change, byHand.Count > 0 ? "it could not be changed safely; see below" : null));
        if (byHand.Count > 0) ByHand.Add($"Into {ProgramFile.Name}:\n{Indented(byHand)}");
        // After the lines were added, so that their numbers are those of the file as it is now.
        if (file.IsText && new ProgramFile(file).BuiltInSessions() is { Count: > 0 } builtIn)
            ByHand.Add($"Out of {ProgramFile.Name}, because the application does not start with both kinds of sessions:\n{Indented(builtIn)}\nHttpContext.Session works without these lines. Their options go into {ProjectSetup.Path}.");
    }

    private IEnumerable<(string Name, string Value, string Comment)> Variables()
    {
        yield return (Cli.Variables.Secret, "", "The secret of the sessions. azu session:secret --new writes one to .env. Never commit it.");
        if (backend == SessionBackend.Redis) yield return (StoreVariable.RedisUrl.Name, "redis://localhost:6379", "Where the sessions are: redis://[[user]:password@]host[:port][/database]");
        if (backend == SessionBackend.Database) yield return (StoreVariable.DatabaseUrl.Name, choices.IsSqlite ? "Data Source=sessions.db" : "postgresql://localhost:5432/" + project.Application, "Where the sessions are: postgresql://user:password@host:5432/database, or Data Source=sessions.db");
    }

    private static string Indented(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => "  " + line));

    private string PathOf(string name) => Path.Combine(project.Directory, name);
}
