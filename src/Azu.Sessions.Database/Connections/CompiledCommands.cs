using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>
/// The commands that a connection has run before, each for its text. SQLite compiles a text for each new command, which takes longer than most statements run.
/// </summary>
internal sealed class CompiledCommands
{
    // The texts are few, and each is one object, so that no long text is hashed for each call.
    private readonly Dictionary<object, DbCommand> _byText = new(ReferenceEqualityComparer.Instance);

    /// <summary>The command for a text, without parameters. It stays the connection's: the caller does not dispose of it.</summary>
    public DbCommand Of(string sql, DbConnection connection)
    {
        if (_byText.TryGetValue(sql, out var command))
        {
            command.Parameters.Clear();
        }
        else
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            _byText.Add(sql, command);
        }

        return command;
    }

    /// <summary>The connection closes.</summary>
    public void Clear()
    {
        foreach (var command in _byText.Values) command.Dispose();
        _byText.Clear();
    }
}
