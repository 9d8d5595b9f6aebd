namespace Azu.Cli.Tests;

/// <summary>ASP.NET Core's own sessions keep an application from starting. They are named, wherever in the project they are added.</summary>
public sealed class BuiltInSessionTests
{
    [Theory]
    [InlineData("static class E { static void Add(IServiceCollection services) {\n services.AddSession(); } }", "line 2: services.AddSession(); } }")]
    [InlineData("static class E { static IServiceCollection Add(this IServiceCollection c) => c\n    .AddDistributedMemoryCache()\n    .AddSession(o =>\n  " +
        "  {\n    });\n}", "line 3: .AddSession(o =>")]
    [InlineData("class S { void ConfigureServices(IServiceCollection all) {\n all.AddSession(Options); } }", "line 2: all.AddSession(Options); } }")]
    [InlineData("class S { void Configure(IApplicationBuilder b) {\n b.UseRouting().UseSession ( new SessionOptions() ); } }",
        "line 2: b.UseRouting().UseSession ( new SessionOptions() ); } }")]
    [InlineData("class S { void M(IHostBuilder h) => h.ConfigureServices((c, services) =>\n services.AddSession()); }", "line 2: services.AddSession()); }")]
    [InlineData("class S { void M() { SessionMiddlewareExtensions.UseSession(x); } }",
        "line 1: class S { void M() { SessionMiddlewareExtensions.UseSession(x); } }")]
    public async Task They_are_found_in_every_file(string code, string line)
    {
        using var azu = NewProject();
        azu.Write("Web/Setup/Services.cs", code);
        var result = await azu.RunAsync("session:setup");
        Assert.Equal(5, result.ExitCode);
        Assert.Contains($"Remove from Web/Setup/Services.cs, because the application does not start with both kinds of sessions:\n  {line}\n", result.Out,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class S { void M(IServiceCollection services) { // services.AddSession();\n } }")]
    [InlineData("class S { string M() => \"services.AddSession(); app.UseSession();\"; }")]
    [InlineData("#if false\nclass S { void M(IServiceCollection services) { services.AddSession(); } }\n#endif")]
    [InlineData("class S { void M(ChatRoom room, ChatSession session) { room.AddSession(session); room.UseSession(); } }")]
    [InlineData("class S { void M(ISessionRegistry services) { services.AddSession(); } }")]
    [InlineData("class S { void M(IServiceCollection services) { services.AddSession(new ChatSession()); } }")]
    [InlineData("class S { void M(IServiceCollection services) { services.AddMvc().AddSessionStateTempDataProvider(); } }")]
    [InlineData("class S { void AddSession() { AddSession(); UseSession(); } }")]
    public async Task Other_code_of_those_names_is_left_in_peace(string code)
    {
        using var azu = NewProject();
        azu.Write("Services.cs", code);
        var result = await azu.RunAsync("session:setup");
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("Remove from", result.Out, StringComparison.Ordinal);
    }

    private static AzuShell NewProject()
    {
        var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Program.cs", NewWebProject.Program);
        return azu;
    }
}
