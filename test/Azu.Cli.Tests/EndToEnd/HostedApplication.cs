namespace Azu.Cli.Tests;

/// <summary>A new web application in one of its older forms.</summary>
internal static class HostedApplication
{
    /// <summary>The program in a class, as the templates write it with <c>--use-program-main</c>.</summary>
    public const string ProgramWithMain = """
        namespace Shop;

        public class Program
        {
            public static void Main(string[] args)
            {
                var builder = WebApplication.CreateBuilder(args);
                var app = builder.Build();

                app.Run();
            }
        }
        """;

    private const string Program = """
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
        """;

    private const string Startup = """
        public sealed class Startup
        {
            public Startup(IConfiguration configuration, IWebHostEnvironment environment) => (Configuration, Environment) = (configuration, environment);

            public IConfiguration Configuration { get; }

            public IWebHostEnvironment Environment { get; }

            public void ConfigureServices(IServiceCollection services)
            {
                services.AddRouting();
                SERVICES
            }

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                MIDDLEWARE
                app.UseEndpoints(endpoints =>
                {
                    endpoints.MapPost("/login/{name}", async (string name, Session<UserSession> session) =>
                    {
                        await session.SignInAsync(name);
                        session.Data = session.Data with { Username = name };
                    });
                    endpoints.MapGet("/me", (Session<UserSession> session) => session.Data.Username ?? "nobody");
                });
            }
        }
        """;

    /// <summary>Sets sessions up in an application with a Startup class: by the command, and then by hand as it says.</summary>
    public static async Task SetUpAsync(string tool, string project, string[] command)
    {
        var path = Path.Combine(project, "Startup.cs");
        await File.WriteAllTextAsync(Path.Combine(project, ProgramFile.Name), Program);
        await File.WriteAllTextAsync(path, Startup.Replace("SERVICES", "", StringComparison.Ordinal).Replace("MIDDLEWARE", "", StringComparison.Ordinal));
        using var shell = new AzuShell();
        using var process = AzuProcess.Start(shell, command, project, tool);
        Assert.Equal((5, ""), (await process.ExitCodeAsync(), process.Error));
        var lines = process.Out.Split('\n').SkipWhile(line => line != "Add to Startup.cs, in the class Startup:").Skip(1).Take(2).ToList();
        await File.WriteAllTextAsync(path,
            Startup.Replace("SERVICES", lines[0], StringComparison.Ordinal).Replace("MIDDLEWARE", lines[1], StringComparison.Ordinal));

        // It sees that nothing is left.
        await Dotnet.CommandAsync(tool, project, command);
    }
}
