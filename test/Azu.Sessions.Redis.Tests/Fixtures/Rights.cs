namespace Azu.Sessions.Redis.Tests;

/// <summary>The rights that the documents ask for, so that no test has others.</summary>
internal static class Rights
{
    public const string User = "shop";

    public const string Password = "hunter2";

    /// <summary>Makes a user of a server who has the rights for these purposes, and no other.</summary>
    public static Task GrantAsync(RedisServer server, params string[] purposes) =>
        server.AskAsync(["ACL", "SETUSER", User, "reset", "on", ">" + Password, "~azu:session:*", .. purposes.SelectMany(For)]);

    private static string[] For(string purpose)
    {
        var row = File.ReadAllLines(RepositoryTree.PathOf("docs/stores/redis.md"))
            .Single(line => line.StartsWith($"| {purpose} | `", StringComparison.Ordinal));
        return row[$"| {purpose} | `".Length..row.LastIndexOf('`')].Split(' ');
    }
}
