using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>The steps after a setup.</summary>
internal static class NextSteps
{
    private const string Posix = "set -a; . ./.env; set +a";

    // As docs/command-line.md has it.
    private const string PowerShell = """Get-Content .env | ForEach-Object { if ($_ -match '^(\w+)=(.*)$') { Set-Item "env:$($Matches[1])" $Matches[2].Trim('"') } }""";

    /// <param name="backend">The store.</param>
    /// <param name="isSqlite">Whether the database is a SQLite file.</param>
    /// <param name="isPowerShell">Whether commands are typed into PowerShell.</param>
    /// <param name="folder">The project's folder; null: the current directory.</param>
    public static IEnumerable<string> For(SessionBackend backend, bool isSqlite, bool isPowerShell, string? folder)
    {
        yield return "Next:";
        if (folder is not null) yield return $"  cd {folder}";
        yield return Step("azu session:secret --new", "writes SESSION_SECRET to .env, which git does not see");
        if (StoreVariable.UrlOf(backend) is { } url)
        {
            yield return Step($"{url.Name} into .env", ".env.example shows its form");
            yield return backend == SessionBackend.Database ? Step("azu db:migrate", "creates the tables") : Step("azu session:stats", "checks that Redis is there");
        }
        yield return Step(isPowerShell ? PowerShell : Posix, "puts .env into the environment of this shell");
        yield return "  dotnet run";
        if (StoreVariable.UrlOf(backend) is not null) yield return Step("azu session:list", "lists the sessions");
        if (isSqlite && backend == SessionBackend.Database) yield return "SQLite is for one machine. The provider's packages have the versions that this tool was tested with; newer ones work too.";
    }

    private static string Step(string command, string result) => $"  {command,-26}  {result}";
}
