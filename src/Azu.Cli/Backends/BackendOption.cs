using System.CommandLine;

namespace Azu.Cli;

/// <summary><c>--backend</c>.</summary>
internal static class BackendOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--backend", "-b") { Description = "Store of the sessions: redis, database, memory or cookie", HelpName = "backend" };
        return option.AcceptOnlyFromAmong("redis", "database", "memory", "cookie");
    }
}
