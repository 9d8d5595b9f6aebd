using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>What comes after a setup.</summary>
internal static class NextSteps
{
    private const string Posix = "set -a; . ./.env; set +a";

    // As docs/command-line.md has it.
    private const string PowerShell = """Get-Content .env | ForEach-Object { if ($_ -match '^(\w+)=(.*)$') { Set-Item "env:$($Matches[1])" $Matches[2].Trim('"') } }""";

    public static IEnumerable<string> For(SessionBackend backend, bool isSqlite, bool isPowerShell)
    {
        yield return "Next:";
        yield return Step("azu session:secret --new", "writes SESSION_SECRET to .env, which git does not see");
        if (StoreVariable.UrlOf(backend) is { } url)
        {
            yield return Step($"{url.Name} into .env", ".env.example shows its form");
            yield return backend == SessionBackend.Database ? Step("azu db:migrate", "creates the tables") : Step("azu session:stats", "checks that Redis is there");
        }
        yield return Step(isPowerShell ? PowerShell : Posix, "puts .env into the environment of this shell");
        yield return "  dotnet run";
        if (StoreVariable.UrlOf(backend) is not null) yield return Step("azu session:list", "shows who is there");
        if (isSqlite && backend == SessionBackend.Database) yield return "SQLite is for one machine. The provider's packages are the versions that this tool was tested with; newer ones do as well.";
    }

    private static string Step(string what, string why) => $"  {what,-26}  {why}";
}
