using System.Text.RegularExpressions;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>
/// What the project's own <c>Sessions/SessionSetup.cs</c> says about its sessions, as far as that can be read without compiling it: which store
/// is used, and names that stand there as plain text. What is ambiguous is not known.
/// </summary>
internal sealed partial class ProjectSetup
{
    public const string Path = "Sessions/SessionSetup.cs";

    private readonly string _code;

    private ProjectSetup(string code) => _code = code;

    /// <summary>Null: the project has none.</summary>
    public static ProjectSetup? Read(string directory)
    {
        var path = System.IO.Path.Combine(directory, Path);
        return File.Exists(path) ? Parse(File.ReadAllText(path)) : null;
    }

    public static ProjectSetup Parse(string code) => new(Comment().Replace(code, match => match.Groups["text"].Value));

    /// <summary>
    /// The store. Memory is only what is left when no other is there: many applications use it in development, and another one in production.
    /// Null where there are two, or where the environment decides.
    /// </summary>
    public SessionBackend? Backend
    {
        get
        {
            if (_code.Contains("UseStoreFromEnvironment", StringComparison.Ordinal)) return null;
            var stores = Store().Matches(_code).Select(m => StoreOf(m.Groups["store"].Value)).Distinct().ToList();
            if (stores.Count > 1) stores.Remove(SessionBackend.Memory);
            return stores.Count == 1 ? stores[0] : null;
        }
    }

    public string? Application => Text("ApplicationName") ?? Text("Application");

    public string? KeyPrefix => Text("KeyPrefix");

    public string? Table => Text("Table");

    public string? Schema => Text("Schema");

    public string? CookieName => Text(@"Cookie\.Name");

    /// <summary>What a name is set to, if that is one text without escapes.</summary>
    private string? Text(string name)
    {
        var values = Regex.Matches(_code, $@"\b{name}\s*=\s*""(?<value>[^""\\{{}}\r\n]+)""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => m.Groups["value"].Value).Distinct().ToList();
        return values.Count == 1 ? values[0] : null;
    }

    private static SessionBackend StoreOf(string name) => name switch
    {
        "Database" => SessionBackend.Database,
        "Memory" => SessionBackend.Memory,
        "Cookie" => SessionBackend.Cookie,
        _ => SessionBackend.Redis,
    };

    [GeneratedRegex(@"\.Use(?<store>Redis|Database|Memory|Cookie)Store\s*[(<]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Store();

    // Text is kept, whatever slashes it has; comments go.
    [GeneratedRegex(@"(?<text>""(\\.|[^""\\\r\n])*"")|//[^\r\n]*|/\*.*?\*/", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();
}
