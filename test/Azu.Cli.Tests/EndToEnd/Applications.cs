using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Azu.Cli.Tests;

/// <summary>
/// What a newcomer has after <c>dotnet new web</c> and <c>azu session:setup</c>, once for each backend: with the packages as they are in this tree, packed
/// into a folder, and built.
/// </summary>
[CollectionDefinition(nameof(Applications))]
public sealed class Applications : IAsyncLifetime, ICollectionFixture<Applications>
{
    public const string Name = "shop";

    // Before a backend: with copies of sessions on each node.
    private const string Clustered = "clustered-";

    // Before a backend: an application with that form.
    private const string Startup = "startup-";
    private const string Main = "main-";

    // Copies that outlive the bound, so that a node has to hear what ends.
    private const string NearCache = ".WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5));";

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    // A version that no cache has seen.
    private readonly string _version = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Sign-in and who it is, as the walkthrough has it.</summary>
    private const string Endpoints = """
        app.MapPost("/login/{name}", async (string name, Session<UserSession> session) =>
        {
            await session.SignInAsync(name);
            session.Data = session.Data with { Username = name };
        });
        app.MapGet("/me", (Session<UserSession> session) => session.Data.Username ?? "nobody");
        app.MapGet("/id", (Session<UserSession> session) => session.Id.ToString());
        app.MapGet("/stored/{id}", async (SessionId id, SessionManager<UserSession> sessions) => await sessions.FindAsync(id) is not null).WithoutSession();
        app.MapGet("/copies", async (SessionManager<UserSession> sessions) => (await sessions.GetStatisticsAsync()).NearCache).WithoutSession();

        """;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_directory.File("feed"));
        await File.WriteAllTextAsync(_directory.File("NuGet.config"), NuGetConfig());
        // The tests stand outside of every repository, so that no setting of one reaches the applications.
        await Task.WhenAll(PackAsync(), Dotnet.RunAsync(_directory.Path, "new", "web", "--output", Name, "--no-restore"));
        string[] backends = ["redis", Clustered + "redis", "postgresql", Clustered + "postgresql", "sqlite", "memory", "cookie", Startup + "redis",
            Main + "memory"];
        foreach (var backend in backends) await SetUpAsync(backend);
        await BuildAsync(backends);
    }

    /// <summary>The command line, as it is installed.</summary>
    public string Tool => _directory.File(Path.Combine("tools", OperatingSystem.IsWindows() ? "azu.exe" : "azu"));

    /// <summary>The project's folder.</summary>
    public string ProjectOf(string backend) => Path.Combine(_directory.Path, backend);

    /// <summary>What runs.</summary>
    public string ProgramOf(string backend) => Path.Combine(ProjectOf(backend), "bin", "Debug", "net10.0", Name + ".dll");

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SetUpAsync(string backend)
    {
        var project = ProjectOf(backend);
        Directory.CreateDirectory(project);
        foreach (var file in Directory.EnumerateFiles(_directory.File(Name), "*", SearchOption.TopDirectoryOnly)) File.Copy(file,
            Path.Combine(project, Path.GetFileName(file)));

        var store = backend.Split('-')[^1];
        string[] kind = store is "postgresql" or "sqlite" ? ["database", "--database", store] : [store];
        string[] setUp = ["session:setup", "--package-version", _version, "--backend", .. kind];
        if (backend.StartsWith(Startup, StringComparison.Ordinal))
        {
            await HostedApplication.SetUpAsync(Tool, project, setUp);
            return;
        }
        if (backend.StartsWith(Main, StringComparison.Ordinal)) await File.WriteAllTextAsync(Path.Combine(project, ProgramFile.Name),
            HostedApplication.ProgramWithMain);
        await Dotnet.CommandAsync(Tool, project, setUp);
        if (backend.StartsWith(Clustered, StringComparison.Ordinal))
        {
            var setup = Path.Combine(project, ProjectSetup.Path);
            await File.WriteAllTextAsync(setup, (await File.ReadAllTextAsync(setup))
                .Replace("r => r.KeyPrefix = KeyPrefix);", "r => r.KeyPrefix = KeyPrefix)" + NearCache, StringComparison.Ordinal)
                .Replace("d => d.Table = Table);", "d => d.Table = Table)" + NearCache, StringComparison.Ordinal));
        }

        var program = Path.Combine(project, "Program.cs");
        var text = await File.ReadAllTextAsync(program);
        Assert.Contains("app.UseAzuSessions();", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(program, text.Replace("app.Run();", Endpoints + "app.Run();", StringComparison.Ordinal));
    }

    /// <summary>All at once: what takes long is starting, not building.</summary>
    private async Task BuildAsync(string[] backends)
    {
        var projects = string.Join(';', backends.Select(b => Path.Combine(ProjectOf(b), Name + ".csproj")));
        var all = _directory.File("all.proj");
        await File.WriteAllTextAsync(all, $"""
            <Project DefaultTargets="Build">
              <Target Name="Restore"><MSBuild Projects="{projects}" Targets="Restore" BuildInParallel="true" /></Target>
              <Target Name="Build"><MSBuild Projects="{projects}" Targets="Build" BuildInParallel="true" /></Target>
            </Project>
            """);
        await Dotnet.RunAsync(_directory.Path, "build", all, "-m", "-v", "quiet", "-p:NuGetAudit=false", "-p:RunAnalyzers=false");
    }

    /// <summary>Packs this tree as the walkthrough does, and installs the tool.</summary>
    private async Task PackAsync()
    {
        await Dotnet.RunAsync(RepositoryRoot(), "pack", "eng/pack.proj", "--no-build", "-c", Configuration, "-o", _directory.File("feed"),
            $"-p:PackageVersion={_version}", $"-p:NuspecOutputPath={_directory.File("nuspec")}/", "-m", "-v", "quiet");
        await Dotnet.RunAsync(_directory.Path, "tool", "install", "Azu.Cli", "--version", _version, "--tool-path", _directory.File("tools"));
    }

    /// <summary>Our packages come from the folder and go into a cache of this run; everything else is where it always is.</summary>
    private string NuGetConfig()
    {
        var cache = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return new StringBuilder("<configuration>\n")
            .Append("  <config><add key=\"globalPackagesFolder\" value=\"").Append(_directory.File("packages")).Append("\" /></config>\n")
            .Append("  <fallbackPackageFolders><add key=\"cache\" value=\"").Append(cache).Append("\" /></fallbackPackageFolders>\n")
            .Append("  <packageSources><add key=\"this-tree\" value=\"").Append(_directory.File("feed")).Append("\" /></packageSources>\n")
            .Append("</configuration>\n").ToString();
    }

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Azu.Sessions.slnx"))) folder = folder.Parent
            ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
