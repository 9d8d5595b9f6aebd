using System.Collections.Concurrent;

namespace Azu.Sessions.Database;

/// <summary>
/// Whose turn it is to write to a SQLite file, among the stores of this process (one for each session type). SQLite itself lets waiting writers look
/// now and then whether the file is free, and one busy writer keeps the others out. Here the writers take turns.
/// </summary>
internal static class SqliteWriteLock
{
    // One per file that the application ever wrote to.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> s_files = new(StringComparer.Ordinal);

    public static SemaphoreSlim Of(string file) => s_files.GetOrAdd(file, static _ => new(1));
}
