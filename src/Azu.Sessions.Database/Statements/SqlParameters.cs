using System.Globalization;

namespace Azu.Sessions.Database;

/// <summary>The parameters that the text of a statement names, in the order of their numbers. One that the text does not name has no number.</summary>
internal sealed class SqlParameters<T>
{
    private readonly List<SqlParameter<T>> _named = [];

    /// <summary>How the text names the parameter (<c>$1</c> and on, which both databases understand). The first time it gets its number.</summary>
    public string this[SqlParameter<T> parameter]
    {
        get
        {
            var at = _named.IndexOf(parameter);
            if (at < 0)
            {
                at = _named.Count;
                _named.Add(parameter);
            }
            return string.Create(CultureInfo.InvariantCulture, $"${at + 1}");
        }
    }

    public SqlParameter<T>[] InOrder() => [.. _named];
}
