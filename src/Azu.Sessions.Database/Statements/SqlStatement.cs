using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>
/// The text of a statement, and how its parameters are bound. Rows that are over are absent to a statement that does not say otherwise. Times are ticks.
/// </summary>
/// <typeparam name="T">What the statement is given.</typeparam>
internal sealed class SqlStatement<T>
{
    private readonly SqlParameter<T>[] _parameters;

    /// <param name="write">Writes the text, once.</param>
    public SqlStatement(Func<SqlParameters<T>, string> write)
    {
        var parameters = new SqlParameters<T>();
        Text = write(parameters);
        _parameters = parameters.InOrder();
    }

    public string Text { get; }

    public void Bind(SqlValues to, DbCommand command, in T given)
    {
        foreach (var parameter in _parameters) parameter(to, command, in given);
    }
}
