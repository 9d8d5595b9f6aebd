using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The packages as somebody has them who knows nothing but their names. Each test makes new projects, so all are in the soak tier.</summary>
[Collection(nameof(PackedTree))]
public sealed partial class FreshApplicationTests(PackedTree packed)
{
    private const string Console = "Microsoft.NET.Sdk";
    private const string Web = "Microsoft.NET.Sdk.Web";

    private static readonly string[] s_microsoftRedis =
    [
        "Microsoft.AspNetCore.DataProtection.StackExchangeRedis", "Microsoft.AspNetCore.OutputCaching.StackExchangeRedis",
        "Microsoft.AspNetCore.SignalR.StackExchangeRedis", "Microsoft.Extensions.Caching.StackExchangeRedis",
    ];

    public static TheoryData<string> Libraries => DocumentationTests.Libraries;

    /// <summary>Every type that the package shows can be loaded, so it brings all that it needs.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task A_package_alone_builds_and_starts_in_a_new_project(string name)
    {
        using var application = Fresh();
        application.WriteProject(Console, [name], "<OutputType>Exe</OutputType>");
        application.Write("Program.cs", $"""
            var types = System.Reflection.Assembly.Load("{name}").GetExportedTypes();
            Console.WriteLine(string.Join('\n', types.SelectMany(t => t.GetMembers()).Select(m => m.ToString())).Length > 0);
            """);
        await application.BuildAsync();
        Assert.Equal("True", (await application.RunAsync()).Trim());
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task The_sample_of_a_readme_builds_with_the_packages_that_it_names(string name)
    {
        using var application = Fresh();
        var readme = RepositoryTree.Read($"src/{name}/README.md");
        var blocks = CodeBlock.AllIn(readme).ToList();
        var sample = blocks.First(b => b.Language == "csharp").Text;
        var packages = AddPackage().Matches(blocks.First(b => b.Language == "sh").Text).Select(m => m.Groups["name"].Value).ToList();
        Assert.Contains(name, packages);

        var isProgram = sample.Contains("var builder", StringComparison.Ordinal);
        var isWorker = blocks.Exists(b => b.Text.Contains("dotnet new worker", StringComparison.Ordinal));
        if (isWorker) packages.Add("Microsoft.Extensions.Hosting");
        application.WriteProject(
            isWorker
                ? "Microsoft.NET.Sdk.Worker" : isProgram
                ? Web
                : Console, packages, isProgram || packages.Contains("xunit.v3") ? "<OutputType>Exe</OutputType>" : "");
        application.Write("Program.cs", sample);
        if (sample.Contains("new MyStore()", StringComparison.Ordinal)) application.Write("MyStore.cs",
            "public sealed class MyStore() : Azu.Sessions.Conformance.ForwardingStore(null!);");
        await application.BuildAsync();
    }

    [Fact]
    public async Task The_program_of_the_readme_builds_in_a_new_web_project()
    {
        using var application = Fresh();
        application.WriteProject(Web, ["Azu.Sessions.AspNetCore"]);
        application.Write("Program.cs", ReadmeProgramTests.Text);
        await application.BuildAsync();
    }

    [Fact]
    public async Task A_web_application_with_the_engine_alone_is_told_the_package_that_it_wants()
    {
        using var application = Fresh();
        application.WriteProject(Web, ["Azu.Sessions"]);
        application.Write("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();");
        Assert.Contains("warning AZU0001: This web application references Azu.Sessions, which has no AddAzuSessions and no UseAzuSessions: dotnet add " +
            "package Azu.Sessions.AspNetCore.",
            await application.BuildAsync(), StringComparison.Ordinal);

        application.WriteProject(Web, ["Azu.Sessions", "Azu.Sessions.AspNetCore"]);
        Assert.DoesNotContain("AZU0001", await application.BuildAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_in_Redis_build_and_start_beside_every_Redis_package_of_Microsoft()
    {
        using var application = Fresh();
        application.WriteProject(Web, ["Azu.Sessions.AspNetCore", "Azu.Sessions.Redis", .. s_microsoftRedis]);
        application.Write("Program.cs", """
            using Azu.Sessions;
            using Microsoft.AspNetCore.DataProtection;
            using StackExchange.Redis;

            var builder = WebApplication.CreateBuilder(args);
            var redis = ConnectionMultiplexer.Connect("127.0.0.1:1,abortConnect=false,connectTimeout=1");
            builder.Services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(redis));
            builder.Services.AddStackExchangeRedisOutputCache(o => o.ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(redis));
            builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis(redis);
            builder.Services.AddSignalR().AddStackExchangeRedis();
            builder.Services.AddAzuSessions<Cart>().UseRedisStore(redis).WithNearCache();
            builder.Services.AddAzuSessions<Visit>(o => o.Cookie.Name = "visit").UseRedisStore("127.0.0.1:1", r => r.KeyPrefix = "visit");
            await using var app = builder.Build();
            app.UseAzuSessions();
            Console.WriteLine(app.Services.GetRequiredService<SessionManager<Cart>>().StoreName);

            public sealed record Cart { public int Count { get; init; } }
            public sealed record Visit { public int Pages { get; init; } }
            """);
        await application.BuildAsync();
        Assert.Equal("redis", (await application.RunAsync()).Trim().Split('\n')[^1].Trim());
    }

    /// <summary>The conformance kit is for tests, which nobody trims, and the tool is published whole.</summary>
    [Fact]
    public async Task A_trimmed_application_with_every_package_publishes_without_a_warning_of_ours_and_answers()
    {
        using var application = Fresh();
        string[] packages = [.. Package.All.Select(p => p.Name).Where(n => n is not ("Azu.Cli" or "Azu.Sessions.Conformance"))];
        application.WriteProject(Web, [.. packages, "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.Data.Sqlite", "SQLitePCLRaw.bundle_e_sqlite3"],
            "<PublishTrimmed>true</PublishTrimmed><TrimmerSingleWarn>false</TrimmerSingleWarn>" +
            "<EnableRequestDelegateGenerator>true</EnableRequestDelegateGenerator>" +
            "<TreatWarningsAsErrors>false</TreatWarningsAsErrors>");
        application.Write("Program.cs", """
            using System.Text.Json.Serialization;
            using Azu.Sessions;
            using Microsoft.EntityFrameworkCore;

            var builder = WebApplication.CreateSlimBuilder(args);
            var sessions = builder.Services.AddAzuSessions<Cart>().WithJsonContext(CartJson.Default);
            _ = builder.Configuration["store"] switch
            {
                "redis" => sessions.UseRedisStore("localhost"),
                "postgresql" => sessions.UseDatabaseStore("Host=localhost"),
                "environment" => sessions.UseStoreFromEnvironment(),
                "cookie" => sessions.UseCookieStore(),
                _ => sessions.UseDatabaseStore("Data Source=shop.db", d => d.MigrateOnStart = true),
            };
            var app = builder.Build();
            app.UseAzuSessions();
            app.MapGet("/", (Session<Cart> session) => { session.Update(c => c with { Count = c.Count + 1 }); return $"visit {session.Data.Count}"; });
            app.Run();

            public sealed record Cart { public int Count { get; init; } }

            [JsonSerializable(typeof(Cart))]
            public sealed partial class CartJson : JsonSerializerContext;

            public sealed class Shop(DbContextOptions<Shop> options) : DbContext(options)
            {
                protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddAzuSessions();
            }
            """);
        var (succeeded, output) = await application.RunDotnetAsync("publish", "--use-current-runtime", "-o", application.PathOf("out"));
        Assert.True(succeeded, output);
        Assert.DoesNotContain(output.Split('\n'), line =>
            line.Contains("warning IL", StringComparison.Ordinal) && line.Contains("Azu.", StringComparison.Ordinal));

        await using var program = Command.Start([application.PathOf("out/shop")], application.PathOf("out"), ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("ASPNETCORE_ENVIRONMENT", "Development"));
        var address = (await program.WaitForAsync(Listening())).Groups["address"].Value;
        using var client = new HttpClient();
        Assert.Equal("visit 1", await client.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken));
        Assert.Equal("visit 2", await client.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken));
    }

    private FreshApplication Fresh()
    {
        if (!Tier.IsSoak) Assert.Skip("Builds new projects: with AZU_SOAK=1.");
        return new FreshApplication(packed);
    }

    [GeneratedRegex(@"dotnet add package (?<name>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddPackage();

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
