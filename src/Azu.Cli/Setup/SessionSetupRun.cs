using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>Sets sessions up in a project. Files that are there stay, unless a setup wrote them and may replace them. A second run changes nothing.</summary>
internal sealed class SessionSetupRun(WebProject project, SessionBackend backend, SetupChoices choices)
{
    private const string UserSessionPath = "Sessions/UserSession.cs";
    private const string ExamplePath = ".env.example";

    private readonly List<SetupStep> _steps = [];
    private readonly List<ManualWork> _manual = [];
    private readonly StagedFiles _files = new();

    public IReadOnlyList<SetupStep> Steps => _steps;

    /// <summary>The work that is left to do by hand.</summary>
    public IReadOnlyList<ManualWork> Manual => _manual;

    /// <summary>Finds out what to change, and writes nothing.</summary>
    /// <exception cref="CliException">The project keeps its sessions elsewhere, or a file must not or cannot be changed.</exception>
    public void Plan()
    {
        RefuseOtherBackend();
        var sources = ProjectSources.In(project.Directory);
        EnsureText(UserSessionPath, ProjectSetup.Path, project.FileName, ExamplePath, GitIgnore.FileName);
        PlanSession(sources);
        if (backend == SessionBackend.Database)
            Plan(MigrationScript.FileIn(project.Directory, choices.Now), MigrationScript.Text(choices.IsSqlite), () => [MigrationScript.Text(isSqlite: true), MigrationScript.Text(isSqlite: false)]);
        PlanPackages();
        PlanProgram(sources);
        _steps.Add(new(ExamplePath, new EnvironmentFile(Open(ExamplePath)).AddMissing(Variables())));
        _steps.Add(new(GitIgnore.FileName, GitIgnore.Ensure(Open(GitIgnore.FileName), choices.IsSqlite && backend == SessionBackend.Database ? [DotEnv.FileName, "sessions.db*"] : [DotEnv.FileName])));
    }

    /// <summary>Writes the plan to the disk.</summary>
    public void Write() => _files.Write();

    /// <summary>The difference that the plan makes to a file. None where it makes none.</summary>
    public IReadOnlyList<string> DiffOf(SetupStep step)
    {
        if (step.Change is not (FileChange.Created or FileChange.Changed)) return [];
        var before = new TextFile(PathOf(step.File));
        return [.. UnifiedDiff.Of(step.File, before.Exists ? before.ReadExact() : null, Open(step.File).ReadExact())];
    }

    private void RefuseOtherBackend()
    {
        if (ProjectSetup.Read(project.Directory) is not { Backend: { } present, BackendFile: { } file } || present == backend) return;
        var (old, chosen) = (present.ToString().ToLowerInvariant(), backend.ToString().ToLowerInvariant());
        var isOurs = file == ProjectSetup.Path && IsOurs(Open(file));
        if (isOurs && choices.IsForced) return;
        var way = isOurs ? $"Replace it with --force, for {chosen}." : $"session:setup did not write this file as it is, so it is not replaced. Change the store in it by hand, or move it away and run the command again for {chosen}.";
        throw new CliException(ExitCode.Failed, $"{file} keeps sessions in {old}. {way} Nothing was changed.");
    }

    private bool IsOurs(TextFile file) => file.IsText && SetupTemplate.SessionSetups(project).Contains(file.Read());

    /// <summary>Before anything is written.</summary>
    /// <exception cref="CliException">A file is not UTF-8.</exception>
    private void EnsureText(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!Open(name).IsText) throw new CliException(ExitCode.Failed, $"{name} is not UTF-8, and cannot be changed safely. Save it as UTF-8. Nothing was changed.");
        }
    }

    private void PlanSession(ProjectSources sources)
    {
        if (!Open(ProjectSetup.Path).Exists && SessionCalls.Registration(sources) is var (file, type))
        {
            _steps.Add(new(ProjectSetup.Path, FileChange.Kept, $"not needed: {file} adds sessions of {type}"));
            return;
        }
        // The type is the application's, so it is never replaced.
        Plan(UserSessionPath, SetupTemplate.UserSession(project), null);
        Plan(ProjectSetup.Path, SetupTemplate.SessionSetup(backend, project), () => SetupTemplate.SessionSetups(project));
    }

    /// <summary>Writes a file, or replaces one that a setup wrote.</summary>
    /// <param name="name">The file.</param>
    /// <param name="text">What it is to be.</param>
    /// <param name="written">All texts that a setup writes there. Null: it is never replaced.</param>
    private void Plan(string name, string text, Func<IEnumerable<string>>? written)
    {
        var file = Open(name);
        var present = file.Exists ? file.Read() : null;
        if (present is null || (present != text && choices.IsForced && written is not null))
        {
            if (present is not null && !written!().Contains(present))
                throw new CliException(ExitCode.Failed, $"{name} is not as session:setup writes it: it was changed, or written by hand. --force replaces no such file. Move it away to have it written again. Nothing was changed.");
            file.Write(text);
            _steps.Add(new(name, present is null ? FileChange.Created : FileChange.Changed));
            return;
        }
        _steps.Add(present == text ? new(name, FileChange.Unchanged) : new(name, FileChange.Kept, written is null ? "it is yours" : "it is not as session:setup would write it; move it away to have it written again"));
    }

    private void PlanPackages()
    {
        var missing = PackageVersion.For(backend, choices.IsSqlite, choices.Version).Where(p => !project.References(p.Name)).ToList();
        if (missing.Count > 0) project.Add(missing, Open(project.FileName));
        _steps.Add(new(project.FileName, missing.Count > 0 ? FileChange.Changed : FileChange.Unchanged, missing.Count > 0 ? string.Join(", ", missing.Select(p => p.Name)) : null));
        if (missing.Count > 0 && project.HasCentralVersions) _manual.Add(new("Add to Directory.Packages.props:", [.. missing.Select(p => p.Central)]));
    }

    private void PlanProgram(ProjectSources sources)
    {
        var isConfigured = backend is SessionBackend.Redis or SessionBackend.Database;
        var calls = SessionCalls.In(sources);
        if (ProgramFile.Find(sources) is not { } program)
        {
            if (!calls.IsComplete) _manual.Add(ApplicationKind.Of(sources, null).Work(calls, isConfigured));
            _manual.AddRange(BuiltInSessions.Find(sources));
            return;
        }
        var file = Open(program.Name);
        var (change, left) = new ProgramFile(file, program, sources).AddSessions(isConfigured);
        _steps.Add(new(program.Name, change, left is null ? null : "it was not changed; see below"));
        if (left is not null) _manual.Add(left);
        // With the numbers that lines have afterwards.
        _manual.AddRange(BuiltInSessions.Find(change == FileChange.Changed ? sources.With(new SourceFile(program.Name, file.ReadExact())) : sources));
    }

    private IEnumerable<(string Name, string Value, string Comment)> Variables()
    {
        yield return (Cli.Variables.Secret, "", "The secret of the sessions. azu session:secret --new writes one to .env. Never commit it.");
        if (backend == SessionBackend.Redis) yield return (StoreVariable.RedisUrl.Name, "redis://localhost:6379", "Where the sessions are: redis://[[user]:password@]host[:port][/database]");
        if (backend == SessionBackend.Database) yield return (StoreVariable.DatabaseUrl.Name, choices.IsSqlite ? "Data Source=sessions.db" : "postgresql://localhost:5432/" + project.Application, "Where the sessions are: postgresql://user:password@host:5432/database, or Data Source=sessions.db");
    }

    private TextFile Open(string name) => new(PathOf(name), _files);

    private string PathOf(string name) => Path.Combine(project.Directory, name);
}
