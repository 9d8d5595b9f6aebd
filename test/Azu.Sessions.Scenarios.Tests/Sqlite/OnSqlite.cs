namespace Azu.Sessions.Scenarios.Tests.Sqlite;

/// <summary>SQLite, each application on a file of its own.</summary>
public sealed class OnSqlite : IScenarioStore
{
    private static readonly Files s_files = ServersOfThisRun.Keep(new Files());

    public static Task StartAsync() => Task.CompletedTask;

    public static AzuSessionsBuilder<TData> Use<TData>(AzuSessionsBuilder<TData> sessions, string? place = null) where TData : notnull =>
        sessions.UseDatabaseStore($"Data Source={s_files.PathOf(place ?? Place.New())}", d => d.MigrateOnStart = true);

    private sealed class Files : IAsyncDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public string PathOf(string place) => _directory.File(place + ".db");

        public ValueTask DisposeAsync()
        {
            _directory.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
