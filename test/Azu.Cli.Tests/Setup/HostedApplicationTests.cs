namespace Azu.Cli.Tests;

/// <summary>Applications without <c>WebApplication.CreateBuilder</c>: the lines that are printed fit them, and the exit code says that work is left.</summary>
public sealed class HostedApplicationTests
{
    private const string Order = "after UseRouting if that is called, before UseAuthentication, UseAuthorization and the endpoints";

    [Theory]
    [InlineData("redis", "class Startup(IConfiguration config, IWebHostEnvironment env)", "s.AddSessions(config, env);      // in ConfigureServices")]
    [InlineData("database", "class Startup\n{\n    private readonly IConfiguration _configuration;\n    public IWebHostEnvironment Env { get; }\n    //",
        "s.AddSessions(_configuration, Env);      // in ConfigureServices")]
    [InlineData("redis", "class Startup",
        "s.AddSessions(Configuration, Environment);      // in ConfigureServices; keep IConfiguration Configuration and IWebHostEnvironment Environment " +
        "from parameters of the constructor")]
    [InlineData("memory", "class Startup", "s.AddSessions();      // in ConfigureServices")]
    [InlineData("cookie", "class Startup", "s.AddSessions();      // in ConfigureServices")]
    public async Task A_Startup_class_is_named_with_lines_that_fit_it(string backend, string declaration, string services)
    {
        using var azu = NewProject("Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(w => w.UseStartup<Startup>()).Build().Run();");
        azu.Write("Web/Startup.cs",
            declaration + "\n{\n    public void ConfigureServices(IServiceCollection s) { }\n    public void Configure(IApplicationBuilder pipeline, " +
            "IWebHostEnvironment env) { }\n}\n");
        var program = azu.Read("Program.cs");
        var result = await azu.RunAsync("session:setup", "--backend", backend);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains($"Add to Web/Startup.cs, in the class Startup:\n  {services}\n  pipeline.UseAzuSessions();       // in Configure, {Order}\n",
            result.Out, StringComparison.Ordinal);
        Assert.Contains("kept       Program.cs  (it was not changed; see below)", result.Out, StringComparison.Ordinal);
        Assert.Equal(program, azu.Read("Program.cs"));

        // Once they are there, nothing is left.
        azu.Write("Web/Startup.cs",
            "class Startup { void ConfigureServices(IServiceCollection s) { s\n.AddSessions(); } void Configure(IApplicationBuilder pipeline) { " +
            "pipeline.UseAzuSessions(); } }");
        Assert.Equal(0, (await azu.RunAsync("session:setup")).ExitCode);
    }

    [Theory]
    [InlineData("redis",
        ".ConfigureServices((context, services) => services.AddSessions(context.Configuration, context.HostingEnvironment))      // on the host builder")]
    [InlineData("cookie", ".ConfigureServices(services => services.AddSessions())      // on the host builder")]
    public async Task A_host_builder_without_a_Startup_gets_lines_for_it(string backend, string services)
    {
        using var azu = NewProject("Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(w => w.Configure(app => app.Run(c => " +
            "c.Response.WriteAsync(\"hi\")))).Build().Run();");
        var result = await azu.RunAsync("session:setup", "--backend", backend);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains($"Add to Program.cs:\n  {services}\n  app.UseAzuSessions();       // in Configure of the web host, {Order}\n", result.Out,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var web = WebApplication.CreateBuilder(args); var site = Make(web); site.Run();",
        "Add to Program.cs:\n  web.AddSessions();      // before web.Build()\n  app.UseAzuSessions();")]
    [InlineData("var app = WebApplication.Create(args); app.Run();",
        "Add to Program.cs, in place of WebApplication.Create:\n  var builder = WebApplication.CreateBuilder(args); builder.AddSessions(); var app = " +
        "builder.Build();\n  app.UseAzuSessions();")]
    public async Task A_program_that_cannot_be_changed_ends_with_5_and_its_own_names(string program, string lines)
    {
        using var azu = NewProject(program);
        var result = await azu.RunAsync("session:setup");
        Assert.Equal(5, result.ExitCode);
        Assert.Contains(lines, result.Out, StringComparison.Ordinal);
        var json = System.Text.Json.JsonDocument.Parse((await azu.RunAsync("session:setup", "--json")).Out).RootElement;
        Assert.StartsWith(lines, json.GetProperty("byHand")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_builder_in_another_file_than_Program_is_found()
    {
        using var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Entry.cs", NewWebProject.Program);
        var result = await azu.RunAsync("session:setup");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("changed    Entry.cs\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("builder.AddSessions();\n", azu.Read("Entry.cs"), StringComparison.Ordinal);
    }

    private static AzuShell NewProject(string program)
    {
        var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Program.cs", program);
        return azu;
    }
}
