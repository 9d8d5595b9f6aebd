using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>The form of an application, which decides where its sessions are added by hand.</summary>
internal abstract record ApplicationKind
{
    private const string Order = "after UseRouting if that is called, before UseAuthentication, UseAuthorization and the endpoints";

    private ApplicationKind()
    {
    }

    public static ApplicationKind Of(ProjectSources sources, SourceFile? program)
    {
        if (program is not null && ProgramInsertion.Builders(program).Calls > 0) return Minimal.Of(program);
        if (program is not null && program.CallsOf("Create").FirstOrDefault(c => c.Receiver() is IdentifierNameSyntax { Identifier.ValueText: "WebApplication" }) is not null) return new Shortcut(program.Name);
        if (StartupClass.Find(sources) is { } startup) return new WithStartup(startup);
        return sources.Files.FirstOrDefault(f => f.CallsOf("CreateDefaultBuilder", "ConfigureWebHostDefaults", "ConfigureWebHost", "ConfigureWebDefaults").Any()) is { } host
            ? new WithHostBuilder(host.Name)
            : new Minimal(program?.Name, "builder", "app");
    }

    /// <summary>The lines to add.</summary>
    /// <param name="calls">The calls that are there.</param>
    /// <param name="isConfigured">Whether AddSessions takes the application's configuration and environment.</param>
    public ManualWork Work(SessionCalls calls, bool isConfigured)
    {
        string[] lines = [.. calls.HasServices ? Array.Empty<string>() : [Services(isConfigured)], .. calls.HasMiddleware ? Array.Empty<string>() : [Middleware]];
        return new(Heading, lines);
    }

    protected abstract string Heading { get; }

    protected abstract string Middleware { get; }

    protected abstract string Services(bool isConfigured);

    /// <summary>With <c>WebApplication.CreateBuilder</c>.</summary>
    private sealed record Minimal(string? File, string Builder, string App) : ApplicationKind
    {
        public static Minimal Of(SourceFile program)
        {
            var builder = ProgramInsertion.Builders(program).Declared.FirstOrDefault()?.Identifier.ValueText ?? "builder";
            var app = program.CallsOf("Build").Where(c => c.Receiver() is IdentifierNameSyntax receiver && receiver.Identifier.ValueText == builder)
                .Select(c => c.Parent?.Parent).OfType<VariableDeclaratorSyntax>().FirstOrDefault()?.Identifier.ValueText;
            return new(program.Name, builder, app ?? "app");
        }

        protected override string Heading => File is null ? "Add where the application is built:" : $"Add to {File}:";

        protected override string Middleware => $"{App}.UseAzuSessions();       // {Order}";

        protected override string Services(bool isConfigured) => $"{Builder}.AddSessions();      // before {Builder}.Build()";
    }

    /// <summary>With <c>WebApplication.Create</c>, which leaves no moment to add services.</summary>
    private sealed record Shortcut(string File) : ApplicationKind
    {
        protected override string Heading => $"Add to {File}, in place of WebApplication.Create:";

        protected override string Middleware => $"app.UseAzuSessions();       // {Order}";

        protected override string Services(bool isConfigured) => "var builder = WebApplication.CreateBuilder(args); builder.AddSessions(); var app = builder.Build();";
    }

    private sealed record WithStartup(StartupClass Startup) : ApplicationKind
    {
        protected override string Heading => $"Add to {Startup.File}, in the class {Startup.Name}:";

        protected override string Middleware => $"{Startup.App}.UseAzuSessions();       // in Configure, {Order}";

        protected override string Services(bool isConfigured)
        {
            if (!isConfigured) return $"{Startup.Services}.AddSessions();      // in ConfigureServices";
            var line = $"{Startup.Services}.AddSessions({Startup.Configuration ?? "Configuration"}, {Startup.Environment ?? "Environment"});      // in ConfigureServices";
            string[] missing = [.. Startup.Configuration is null ? ["IConfiguration Configuration"] : Array.Empty<string>(), .. Startup.Environment is null ? ["IWebHostEnvironment Environment"] : Array.Empty<string>()];
            return missing.Length == 0 ? line : $"{line}; keep {string.Join(" and ", missing)} from parameters of the constructor";
        }
    }

    private sealed record WithHostBuilder(string File) : ApplicationKind
    {
        protected override string Heading => $"Add to {File}:";

        protected override string Middleware => $"app.UseAzuSessions();       // in Configure of the web host, {Order}";

        protected override string Services(bool isConfigured) => isConfigured
            ? ".ConfigureServices((context, services) => services.AddSessions(context.Configuration, context.HostingEnvironment))      // on the host builder"
            : ".ConfigureServices(services => services.AddSessions())      // on the host builder";
    }
}
