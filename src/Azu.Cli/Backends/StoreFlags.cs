using System.CommandLine;
using Azu.Sessions.Database;
using Azu.Sessions.Redis;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>
/// The flags that say where sessions are, and how that is found without them: for the backend the flag, then the project's own setup, then
/// <c>SESSION_BACKEND</c>, then redis; for names the same.
/// </summary>
internal sealed class StoreFlags
{
    private readonly Option<string?> _backend = BackendOption.Create();
    private readonly Option<string?> _prefix = new("--prefix") { Description = "Redis: prefix of the keys (or SESSION_KEY_PREFIX)", HelpName = "text" };
    private readonly Option<string?> _table = new("--table") { Description = "Database: name of the table (or SESSION_TABLE)", HelpName = "name" };
    private readonly Option<string?> _schema = new("--schema") { Description = "PostgreSQL: schema of the table (or SESSION_SCHEMA)", HelpName = "name" };

    public StoreFlags AddTo(Command command, bool isDatabaseOnly = false)
    {
        if (!isDatabaseOnly)
        {
            command.Options.Add(_backend);
            command.Options.Add(_prefix);
        }
        command.Options.Add(_table);
        command.Options.Add(_schema);
        return this;
    }

    /// <summary>The backend, whatever it is.</summary>
    public (SessionBackend Backend, string Source) Backend(CommandRun run)
    {
        if (run.Arguments.GetValue(_backend) is { } flag && StoreEnvironment.ParseBackend(flag) is { } chosen) return (chosen, "--backend");
        if (run.Setup is { Backend: { } own, BackendFile: { } file }) return (own, file);
        return run.Variables.Store.Backend is { } set ? (set, StoreVariable.Backend.Name) : (SessionBackend.Redis, "the default");
    }

    /// <summary>Where sessions are that this program can reach.</summary>
    /// <param name="run">The run.</param>
    /// <param name="instead">What to do about sessions that it cannot reach.</param>
    /// <exception cref="CliException">It cannot reach them.</exception>
    /// <exception cref="StoreVariableException">A variable is missing or wrong.</exception>
    public StoreLocation Find(CommandRun run, UnsupportedBackendAdvice instead)
    {
        var (backend, source) = Backend(run);
        if (instead.MessageFor(backend) is { } message) throw new CliException(ExitCode.Failed, message);
        var location = At(run, backend, source);
        return backend == SessionBackend.Database && SqliteFile.IsMissing(location.Url, run.Environment.Directory)
            ? throw new CliException(ExitCode.Failed, $"{location.RedactedUrl} names a file that does not exist. Run azu db:migrate, which creates it, or correct {StoreVariable.DatabaseUrl.Name}.")
            : location;
    }

    /// <summary>Where the tables are.</summary>
    public StoreLocation FindDatabase(CommandRun run) => At(run, SessionBackend.Database, "the command");

    private StoreLocation At(CommandRun run, SessionBackend backend, string source)
    {
        var setup = run.Setup;
        var environment = run.Variables.Store;
        return run.Location = new StoreLocation
        {
            Backend = backend,
            Source = source,
            Url = environment.Url(StoreVariable.UrlOf(backend)!),
            KeyPrefix = run.Arguments.GetValue(_prefix) ?? setup?.KeyPrefix ?? environment.KeyPrefix ?? new RedisStoreOptions().KeyPrefix,
            Table = run.Arguments.GetValue(_table) ?? setup?.Table ?? environment.Table ?? new DatabaseStoreOptions().Table,
            Schema = run.Arguments.GetValue(_schema) ?? setup?.Schema ?? environment.Schema,
        };
    }
}
