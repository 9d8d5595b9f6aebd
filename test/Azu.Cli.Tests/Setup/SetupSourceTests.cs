namespace Azu.Cli.Tests;

/// <summary>What the code of a project says about its sessions is found, however it is formatted and wherever it is.</summary>
public sealed class SetupSourceTests
{
    private const string Raw = "\"\"\"";

    public static TheoryData<string> RedisForms =>
    [
        "s.UseRedisStore(url, r => r.KeyPrefix = \"shop:\");",
        "s\n    .UseRedisStore( // the store\n        url,\n        r =>\n            r.KeyPrefix\n                = /* the prefix */ \"shop:\"\n    );",
        "s.UseRedisStore( \"redis://localhost\" , r => { r.KeyPrefix = @\"shop:\"; });",
        "s.UseRedisStore<Cart>(configure: r => r.KeyPrefix = " + Raw + "shop:" + Raw + ", address: url);",
        "s.UseRedisStore(url, (RedisStoreOptions r) => { r.KeyPrefix = $\"shop:\"; });",
        "s.UseRedisStore(url, delegate(RedisStoreOptions r) { r.KeyPrefix = \"shop\" + \":\"; });",
        "s?.UseRedisStore(url, r => r.KeyPrefix = \"sh\\u006Fp:\");",
        "AzuSessionsRedisExtensions.UseRedisStore(s, url, static r => r.KeyPrefix = (\"shop:\"));",
        "const string Prefix = \"shop:\"; s.UseRedisStore(url, r => r.KeyPrefix = Prefix);",
        "var name = \"shop\"; s.UseRedisStore(url, r => r.KeyPrefix = $\"{name}:\");",
        "s.UseRedisStore(url, Configure); static void Configure(RedisStoreOptions options) => options.KeyPrefix = \"shop:\";",
        "services.Configure<RedisStoreOptions>(r => r.KeyPrefix = \"shop:\"); s.UseRedisStore(url);",
        "Action<RedisStoreOptions> set = r => r.KeyPrefix = \"shop:\"; s.UseRedisStore(url, set);",
        "var o = new Azu.Sessions.Redis.RedisStoreOptions { KeyPrefix = \"shop:\" }; s.UseRedisStore(url);",
        "class A { private const string Name = \"shop\"; static string Prefix => Name + \":\"; void M() { s.UseRedisStore(url, r => r.KeyPrefix = " +
            "A.Prefix); } }",
        "#if !DEBUG\ns.UseRedisStore(url, r => r.KeyPrefix = \"shop:\");\n#else\ns.UseDatabaseStore(url);\n#endif",
        "// s.UseDatabaseStore(url, r => r.KeyPrefix = \"no\");\ns.UseRedisStore(url, r => r.KeyPrefix = \"shop:\"); var t = \"s.UseDatabaseStore(url)\"; " +
            "/* s.UseCookieStore() */",
        "#if false\ns.UseDatabaseStore(url); s.UseRedisStore(url, r => r.KeyPrefix = \"no\");\n#endif\nvar t = " + Raw +
            "\ns.UseCookieStore(); KeyPrefix = \"no\";\n" + Raw + "; s.UseRedisStore(url, r => r.KeyPrefix = \"shop:\");",
        "/// <summary>KeyPrefix = \"no\"; .UseCookieStore()</summary>\nclass A { void M() { s.UseRedisStore(url, r => r.KeyPrefix = \"shop:\"); } }",
    ];

    [Theory]
    [MemberData(nameof(RedisForms))]
    public async Task The_store_and_its_prefix_are_found_in_any_form_and_in_any_file(string code)
    {
        var setup = ProjectSetup.Parse(code);
        Assert.Equal((SessionBackend.Redis, "shop:"), (setup.Backend, setup.KeyPrefix));

        using var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Infrastructure/State/Registration.cs", code);
        azu.Write("Other.cs", "class Other { string KeyPrefix = \"other\"; void M(Cache c) => c.Use(o => o.KeyPrefix = \"other\"); }");
        var elsewhere = ProjectSetup.Read(azu.Directory)!;
        Assert.Equal((SessionBackend.Redis, "shop:", "Infrastructure/State/Registration.cs"), (elsewhere.Backend, elsewhere.KeyPrefix, elsewhere.BackendFile));
        azu.Variables["REDIS_URL"] = "redis://localhost:1";
        Assert.Contains("REDIS_URL is redis://localhost:1", (await azu.RunAsync("session:list")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_names_of_a_setup_are_found()
    {
        var setup = ProjectSetup.Parse("""
            services.AddAzuSessions<Cart>(o =>
            {
                o.ApplicationName =
                    Names.Application;
                o.Cookie = new() { Path = "/", Name = @"shop_session" };
            })
            .UseDatabaseStore(
                connection: url,
                configure: d => (d.Table, d.Schema) = ("no", "no"));
            services.Configure<DatabaseStoreOptions>(d => { d.Table = "carts"; d.Schema = "web"; });
            static class Names { public static readonly string Application = "shop"; }
            """);
        Assert.Equal(("shop", "carts", "web", "shop_session"), (setup.Application, setup.Table, setup.Schema, setup.CookieName));
    }

    [Theory]
    [InlineData("s.UseRedisStore(url, r => r.KeyPrefix = prefix);")]
    [InlineData("s.UseRedisStore(url, r => r.KeyPrefix = x ? \"a\" : \"b\");")]
    [InlineData("var p = \"a\"; p = \"b\"; s.UseRedisStore(url, r => r.KeyPrefix = p);")]
    [InlineData("s.UseRedisStore(url, r => r.KeyPrefix = \"a\"); t.UseRedisStore(url, r => r.KeyPrefix = \"b\");")]
    [InlineData("const string A = B; const string B = A; s.UseRedisStore(url, r => r.KeyPrefix = A);")]
    [InlineData("s.UseRedisStore(url, r => r.KeyPrefix = $\"{1}:\");")]
    public void A_name_that_is_not_one_constant_text_is_not_known(string code) => Assert.Null(ProjectSetup.Parse(code).KeyPrefix);

    [Fact]
    public void A_constant_may_be_in_another_file()
    {
        using var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Names.cs", "static class Names { public const string Sessions = \"shop:\"; }");
        azu.Write("Sessions/SessionSetup.cs", "s.UseRedisStore(url, r => r.KeyPrefix = Names.Sessions);");
        Assert.Equal("shop:", ProjectSetup.Read(azu.Directory)!.KeyPrefix);
    }

    [Fact]
    public void The_setup_goes_before_other_files_and_what_is_built_or_another_project_is_not_read()
    {
        using var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("obj/Debug/Generated.cs", "s.UseRedisStore(url);");
        azu.Write(".git/Hook.cs", "s.UseRedisStore(url);");
        azu.Write("Tests/Tests.csproj", NewWebProject.ProjectFile);
        azu.Write("Tests/Fixture.cs", "s.UseRedisStore(url);");
        Assert.Null(ProjectSetup.Read(azu.Directory)!.Backend);
        azu.Write("Startup.cs", "s.UseCookieStore();");
        Assert.Equal(SessionBackend.Cookie, ProjectSetup.Read(azu.Directory)!.Backend);
        azu.Write("Sessions/SessionSetup.cs", "s.UseDatabaseStore(url);");
        Assert.Equal(SessionBackend.Database, ProjectSetup.Read(azu.Directory)!.Backend);
    }

    [Fact]
    public async Task A_project_that_adds_sessions_elsewhere_gets_no_second_setup()
    {
        using var azu = new AzuShell();
        azu.Write("shop.csproj", NewWebProject.ProjectFile);
        azu.Write("Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services
                .AddAzuSessions<Cart>()
                .UseMemoryStore();
            var app = builder.Build();
            app.UseAzuSessions();
            app.Run();
            """);
        var result = await azu.RunAsync("session:setup");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("kept       Sessions/SessionSetup.cs  (not needed: Program.cs adds sessions of Cart)", result.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(azu.PathOf("Sessions")));
        var other = await azu.RunAsync("session:setup", "--backend", "redis", "--force");
        Assert.Equal(1, other.ExitCode);
        Assert.StartsWith("Program.cs keeps sessions in memory.", other.Error, StringComparison.Ordinal);
    }
}
