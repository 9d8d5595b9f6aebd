using System.Text.Json;

namespace Azu.Cli.Tests;

/// <summary>What a setup writes, and what it leaves alone.</summary>
public sealed class SessionSetupTests
{
    public static TheoryData<string> Backends => ["redis", "database", "memory", "cookie"];

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Running_it_twice_changes_nothing(string backend)
    {
        using var azu = NewProject();
        var first = await azu.RunAsync("session:setup", "--backend", backend);
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        var files = azu.Files();
        Assert.Contains($"Use{char.ToUpperInvariant(backend[0])}{backend[1..]}Store(", files["Sessions/SessionSetup.cs"], StringComparison.Ordinal);
        Assert.Contains("SESSION_SECRET=\n", files[".env.example"], StringComparison.Ordinal);
        Assert.Equal(".env", files[".gitignore"].Split('\n')[0]);

        // Without the flag: the project says itself what it is set up for.
        var second = await azu.RunAsync("session:setup");
        Assert.Equal(0, second.ExitCode);
        Assert.EndsWith("Everything is set up already; nothing was changed\n", second.Out, StringComparison.Ordinal);
        Assert.Equal(files, azu.Files());
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_visitor_back_from_a_payment_page_is_still_signed_in_in_every_environment(string backend)
    {
        using var azu = NewProject();
        await azu.RunAsync("session:setup", "--backend", backend);
        var setup = azu.Files()["Sessions/SessionSetup.cs"];
        Assert.Equal("CookieSameSite.Lax;", Assert.Single(setup.Split('\n'), l => l.Contains("o.Cookie.SameSite", StringComparison.Ordinal)).Split(" = ")[1]);
        foreach (var cost in (string[])["Strict", "a link", "payment page", "OpenID Connect"]) Assert.Contains(cost, setup, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Force_on_an_untouched_setup_changes_nothing_either(string backend)
    {
        using var azu = NewProject();
        await azu.RunAsync("session:setup", "--backend", backend);
        var files = azu.Files();
        Assert.Equal(0, (await azu.RunAsync("session:setup", "--force")).ExitCode);
        Assert.Equal(files, azu.Files());
    }

    [Fact]
    public async Task A_file_that_was_changed_stays_and_so_does_everything_when_that_is_forced()
    {
        using var azu = NewProject();
        await azu.RunAsync("session:setup", "--backend", "database");
        var migration = azu.Files().Keys.Single(name => name.StartsWith("Migrations", StringComparison.Ordinal));
        foreach (var name in new[] { "Sessions/SessionSetup.cs", "Sessions/UserSession.cs", migration }) azu.Write(name, azu.Read(name) + "// mine\n");
        var files = azu.Files();

        var kept = await azu.RunAsync("session:setup");
        Assert.Equal(0, kept.ExitCode);
        Assert.Contains("kept       Sessions/SessionSetup.cs", kept.Out, StringComparison.Ordinal);
        Assert.Equal(files, azu.Files());

        Assert.Equal(1, (await azu.RunAsync("session:setup", "--force")).ExitCode);
        Assert.Equal(files, azu.Files());

        // The type is the application's: it keeps no other file from being replaced.
        azu.Write("Sessions/SessionSetup.cs", files["Sessions/SessionSetup.cs"].Replace("// mine\n", "", StringComparison.Ordinal));
        File.Delete(azu.PathOf(migration));
        Assert.Equal(0, (await azu.RunAsync("session:setup", "--backend", "redis", "--force")).ExitCode);
        Assert.EndsWith("// mine\n", azu.Read("Sessions/UserSession.cs"), StringComparison.Ordinal);
        Assert.Contains("UseRedisStore", azu.Read("Sessions/SessionSetup.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_backend_takes_force_and_touches_nothing_without_it()
    {
        using var azu = NewProject();
        await azu.RunAsync("session:setup", "--backend", "redis");
        var files = azu.Files();
        var refused = await azu.RunAsync("session:setup", "--backend", "database");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("keeps sessions in redis", refused.Error, StringComparison.Ordinal);
        Assert.Equal(files, azu.Files());

        Assert.Equal(0, (await azu.RunAsync("session:setup", "--backend", "database", "--force")).ExitCode);
        Assert.Contains("UseDatabaseStore", azu.Read("Sessions/SessionSetup.cs"), StringComparison.Ordinal);
        Assert.Contains("Azu.Sessions.Database", azu.Read("shop.csproj"), StringComparison.Ordinal);
        Assert.Contains("DATABASE_URL=", azu.Read(".env.example"), StringComparison.Ordinal);
        Assert.Single(azu.Read("Program.cs").Split('\n'), line => line.Contains("AddSessions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_url_in_the_environment_says_which_database()
    {
        using var azu = NewProject();
        azu.Variables["DATABASE_URL"] = "Data Source=sessions.db";
        await azu.RunAsync("session:setup", "--backend", "database");
        Assert.Contains("<PackageReference Include=\"Microsoft.Data.Sqlite\" Version=\"10.0.15\" />", azu.Read("shop.csproj"), StringComparison.Ordinal);
        Assert.Contains("<PackageReference Include=\"SQLitePCLRaw.bundle_e_sqlite3\" Version=\"3.0.5\" />", azu.Read("shop.csproj"), StringComparison.Ordinal);
        Assert.Contains("sessions.db*", azu.Read(".gitignore"), StringComparison.Ordinal);
        Assert.Contains("DATABASE_URL=\"Data Source=sessions.db\"", azu.Read(".env.example"), StringComparison.Ordinal);

        // The environment is not everywhere; the project still says it.
        azu.Variables.Clear();
        var files = azu.Files();
        await azu.RunAsync("session:setup");
        Assert.Equal(files, azu.Files());
    }

    [Fact]
    public async Task Versions_in_one_place_stay_in_one_place()
    {
        using var azu = NewProject();
        azu.Write("Directory.Packages.props",
            "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>");
        var result = await azu.RunAsync("session:setup", "--package-version", "1.2.3");
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("<PackageReference Include=\"Azu.Sessions.Redis\" />", azu.Read("shop.csproj"), StringComparison.Ordinal);
        Assert.Contains("<PackageVersion Include=\"Azu.Sessions.Redis\" Version=\"1.2.3\" />", result.Out, StringComparison.Ordinal);
        // The client has a version of its own.
        Assert.Contains($"<PackageVersion Include={RedisClient.Reference(RedisClient.Version)} />", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_is_there_is_not_added_again()
    {
        using var azu = NewProject();
        azu.Write("shop.csproj", NewWebProject.ProjectFile.Replace("</Project>", """
            <ItemGroup>
              <ProjectReference Include="..\azu\src\Azu.Sessions.AspNetCore\Azu.Sessions.AspNetCore.csproj" />
              <PackageReference Include="azu.sessions.redis" Version="9.0.0" />
              <PackageReference Include="StackExchange.Redis" Version="2.13.17" />
            </ItemGroup>
            </Project>
            """, StringComparison.Ordinal));
        var before = azu.Read("shop.csproj");
        await azu.RunAsync("session:setup");
        Assert.Equal(before, azu.Read("shop.csproj"));
    }

    [Fact]
    public async Task A_directory_without_a_web_project_is_left_alone()
    {
        using var azu = new AzuShell();
        var none = await azu.RunAsync("session:setup");
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("dotnet new web", none.Error, StringComparison.Ordinal);
        azu.Write("tool.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        Assert.Equal(1, (await azu.RunAsync("session:setup")).ExitCode);
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        var several = await azu.RunAsync("session:setup");
        Assert.Equal(1, several.ExitCode);
        Assert.Contains("2 projects", several.Error, StringComparison.Ordinal);
        Assert.Contains("shop.csproj, tool.csproj. Choose one: azu session:setup --project shop.csproj", several.Error, StringComparison.Ordinal);
        Assert.Equal(["shop.csproj", "tool.csproj"], azu.Files().Keys.Order());
    }

    [Fact]
    public async Task Programs_are_told_what_was_done()
    {
        using var azu = NewProject();
        var json = JsonDocument.Parse((await azu.RunAsync("session:setup", "--json")).Out).RootElement;
        Assert.Equal(("redis", "shop.csproj"), (json.GetProperty("backend").GetString(), json.GetProperty("project").GetString()));
        var files = json.GetProperty("files").EnumerateArray().ToDictionary(f => f.GetProperty("file").GetString()!, f => f.GetProperty("change").GetString());
        Assert.Equal("created", files["Sessions/SessionSetup.cs"]);
        Assert.Equal("changed", files["Program.cs"]);
    }

    [Fact]
    public async Task A_project_with_the_sessions_of_ASP_NET_Core_is_told_which_lines_keep_it_from_starting()
    {
        using var azu = NewProject();
        azu.Write("Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDistributedMemoryCache();
            builder.Services.AddSession(o => o.IdleTimeout = TimeSpan.FromMinutes(20));
            builder.Services.AddControllersWithViews().AddSessionStateTempDataProvider();
            var app = builder.Build();

            // app.UseSession();
            app.UseSession();
            app.MapGet("/", () => "Hello World!");
            app.Run();

            """);
        const string Printed = """
            Remove from Program.cs, because the application does not start with both kinds of sessions:
              line 3: builder.Services.AddSession(o => o.IdleTimeout = TimeSpan.FromMinutes(20));
              line 10: app.UseSession();
            HttpContext.Session works without these lines. Their options go into Sessions/SessionSetup.cs.

            """;
        var first = await azu.RunAsync("session:setup");
        Assert.Equal(5, first.ExitCode);
        Assert.Contains("changed    Program.cs\n", first.Out, StringComparison.Ordinal);
        Assert.Contains(Printed.ReplaceLineEndings("\n"), first.Out, StringComparison.Ordinal);

        // As long as they are there, and no longer.
        Assert.Contains(Printed.ReplaceLineEndings("\n"), (await azu.RunAsync("session:setup")).Out, StringComparison.Ordinal);
        azu.Write("Program.cs",
            string.Join('\n', azu.Read("Program.cs").Split('\n')
            .Where(l => !l.Contains(".AddSession(", StringComparison.Ordinal) && !l.StartsWith("app.UseSession(", StringComparison.Ordinal))));
        Assert.EndsWith("Everything is set up already; nothing was changed\n", (await azu.RunAsync("session:setup")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "", """Get-Content .env | ForEach-Object { if ($_ -match '^(\w+)=(.*)$') { Set-Item "env:$($Matches[1])" $Matches[2].Trim('"') } }""")]
    [InlineData(true, "/usr/bin/bash", "set -a; . ./.env; set +a")]
    [InlineData(false, "", "set -a; . ./.env; set +a")]
    public async Task The_next_steps_can_be_typed_into_the_shell_of_the_machine(bool isWindows, string shell, string step)
    {
        using var azu = NewProject(isWindows);
        azu.Variables["SHELL"] = shell;
        Assert.Contains($"\n  {step}  ", (await azu.RunAsync("session:setup")).Out, StringComparison.Ordinal);
    }

    private static AzuShell NewProject(bool isWindows = false)
    {
        var azu = new AzuShell { IsWindows = isWindows };
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Program.cs", NewWebProject.Program);
        return azu;
    }
}
