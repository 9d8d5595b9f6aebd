namespace Azu.Sessions.Database;

/// <summary>
/// Statements that take effect together and are given the same. Where a database can say it in one statement there is only <see cref="Main"/>; else
/// they run in one transaction.
/// </summary>
/// <param name="Main">Answers with a row for each session that it changed.</param>
/// <param name="Before">Runs before.</param>
/// <param name="After">Run after, if the main statement changed something.</param>
internal sealed record SqlScript<T>(SqlStatement<T> Main, SqlStatement<T>? Before = null, params SqlStatement<T>[] After)
{
    public bool IsOneStatement => Before is null && After.Length == 0;
}
