using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>
/// The session setup in the project's own code, as far as it is known without compiling: the store, and names that are constant texts.
/// <c>Sessions/SessionSetup.cs</c> decides; the other files are asked for what it does not say. What is ambiguous is not known.
/// </summary>
internal sealed class ProjectSetup
{
    public const string Path = "Sessions/SessionSetup.cs";

    private const string FromEnvironment = "UseStoreFromEnvironment";

    private static readonly Dictionary<string, SessionBackend> s_stores = new(StringComparer.Ordinal)
    {
        ["UseRedisStore"] = SessionBackend.Redis,
        ["UseDatabaseStore"] = SessionBackend.Database,
        ["UseMemoryStore"] = SessionBackend.Memory,
        ["UseCookieStore"] = SessionBackend.Cookie,
    };

    private readonly SourceFile? _setup;
    private readonly ProjectSources _others;
    private readonly Lazy<(SessionBackend Backend, string File)?> _backend;
    private readonly ConstantText _text;

    private ProjectSetup(SourceFile? setup, ProjectSources sources)
    {
        (_setup, _others, _text) = (setup, sources, new(sources));
        _backend = new(() => FindBackend());
    }

    /// <summary>Null: the directory has neither a setup nor a C# project.</summary>
    public static ProjectSetup? Read(string directory)
    {
        var path = System.IO.Path.Combine(directory, Path);
        var setup = File.Exists(path) ? new SourceFile(Path, File.ReadAllText(path)) : null;
        var isProject = Directory.Exists(directory) && Directory.EnumerateFiles(directory, "*.csproj").Any();
        if (isProject) return new(setup, ProjectSources.In(directory));
        return setup is null ? null : new(setup, new([setup]));
    }

    /// <summary>Reads a SessionSetup.cs, and no other file.</summary>
    public static ProjectSetup Parse(string code)
    {
        var setup = new SourceFile(Path, code);
        return new(setup, new([setup]));
    }

    /// <summary>
    /// The store. Memory counts only where it is the only one: many applications use it in development, and another one in production.
    /// Null where there are two, or where the environment decides.
    /// </summary>
    public SessionBackend? Backend => _backend.Value?.Backend;

    /// <summary>The file that chooses the store.</summary>
    public string? BackendFile => _backend.Value?.File;

    public string? Application => Option(OptionType.Sessions, "ApplicationName") ?? Constant("Application");

    public string? KeyPrefix => Option(OptionType.Redis, nameof(KeyPrefix));

    public string? Table => Option(OptionType.Database, nameof(Table));

    public string? Schema => Option(OptionType.Database, nameof(Schema));

    public string? CookieName => Option(OptionType.Sessions, "Cookie.Name");

    private IEnumerable<SourceFile> OthersWith(params string[] words) => _others.Containing(words).Where(f => f.Name != Path);

    private (SessionBackend Backend, string File)? FindBackend()
    {
        string[] calls = [FromEnvironment, .. s_stores.Keys];
        var chosen = Choices(_setup is null ? [] : [_setup]);
        if (chosen.Count == 0) chosen = Choices(OthersWith(calls));
        if (chosen.Exists(c => c.Call == FromEnvironment)) return null;
        var stores = chosen.Select(c => (Backend: s_stores[c.Call], c.File)).DistinctBy(s => s.Backend).ToList();
        if (stores.Count > 1) stores.RemoveAll(s => s.Backend == SessionBackend.Memory);
        return stores.Count == 1 ? stores[0] : null;

        List<(string Call, string File)> Choices(IEnumerable<SourceFile> files) => [.. files.SelectMany(f => f.CallsOf(calls).Select(call => (call.CalledName()!, f.Name)))];
    }

    /// <summary>The text that an option is set to, if it is one constant text.</summary>
    private string? Option(OptionType type, string path)
    {
        if (_setup is not null)
        {
            var own = OptionAssignments.Of(_setup, type, path).ToList();
            if (own.Count > 0) return Single(own.Select(value => _text.Of(_setup, value)));
            // The file is about sessions alone, so the name itself is enough.
            if (Constant(path) is { } named) return named;
        }
        return Single(OthersWith([type.Name, .. type.Calls]).SelectMany(f => OptionAssignments.Of(f, type, path).Select(value => _text.Of(f, value))));
    }

    private string? Constant(string name) => _setup is null ? null : Single(OptionAssignments.Named(_setup, name).Select(value => _text.Of(_setup, value)).Where(text => text is not null));

    private static string? Single(IEnumerable<string?> texts) => texts.Distinct().Take(2).ToList() is [var one] ? one : null;
}
