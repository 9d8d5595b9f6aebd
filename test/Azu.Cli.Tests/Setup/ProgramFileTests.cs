namespace Azu.Cli.Tests;

/// <summary>Where the two calls go in a program, and where a guess would be needed.</summary>
public sealed class ProgramFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_new_web_program_gets_both_lines() => Assert.Equal("""
        var builder = WebApplication.CreateBuilder(args);
        builder.AddSessions();
        var app = builder.Build();

        app.UseAzuSessions();

        app.MapGet("/", () => "Hello World!");

        app.Run();

        """, After(NewWebProject.Program).Text);

    [Fact]
    public void Sessions_come_after_routing_and_before_authorization() => Assert.Equal("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRazorPages();
        builder.AddSessions();
        var app = builder.Build();

        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/Error");
            app.UseHsts();
        }
        app.UseHttpsRedirection();
        app.UseRouting();
        app.UseAzuSessions();
        app.UseAuthorization();
        app.MapRazorPages();
        app.Run();

        """, After("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRazorPages();
        var app = builder.Build();

        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/Error");
            app.UseHsts();
        }
        app.UseHttpsRedirection();
        app.UseRouting();
        app.UseAuthorization();
        app.MapRazorPages();
        app.Run();

        """).Text);

    [Fact]
    public void What_catches_and_redirects_stays_in_front() => Assert.Contains("""
        web.UseHttpsRedirection();
        web.UseAzuSessions();
        web.UseAuthentication();
        """, After("""
        var host = WebApplication.CreateBuilder(args);
        var web = host.Build();
        web.UseHttpsRedirection();
        web.UseAuthentication();
        web.Run();
        """).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = Configure(builder);\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\n/*\nvar app = builder.Build();\n*/\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\n#if DEBUG\nvar app = builder.Build();\n#endif\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nif (x) { app.UseRouting(); }\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nvar other = builder.Build();\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nConfigure(app);\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\n#if !DEBUG\napp.UseAuthentication();\n#endif\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.UseRouting().UseAuthorization();\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nif (x)\n{\n    var app = builder.Build();\n    app.Run();\n}\n")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nusing (var app = builder.Build()) app.Run();")]
    [InlineData("// var builder = WebApplication.CreateBuilder(args);\n#if false\nvar builder = WebApplication.CreateBuilder(args);\nvar app = " +
        "builder.Build();\n#endif\napp.Run();")]
    [InlineData("WebApplication.CreateBuilder(args).Build().Run();")]
    [InlineData("var app = WebApplication.Create(args);\napp.Run();")]
    public void Where_a_guess_would_be_needed_the_lines_are_printed_and_the_file_stays(string program)
    {
        var (text, change, byHand) = After(program);
        Assert.Equal((program, FileChange.Kept, 2), (text, change, byHand.Count));
    }

    public static TheoryData<string, string> Forms => new()
    {
        {
            "public class Program { static void Main() { var builder = WebApplication.CreateBuilder(); var app = builder.Build(); app.Run(); } }",
            "public class Program { static void Main() { var builder = WebApplication.CreateBuilder(); builder.AddSessions(); var app = builder.Build(); " +
                "app.UseAzuSessions(); app.Run(); } }"
        },
        {
            "class Program\n{\n\tpublic static async Task Main(string[] args)\n\t{\n\t\tvar builder = WebApplication.CreateBuilder(args);\n\t\tawait using " +
                "var app = builder.Build();\n\t\tawait app.RunAsync();\n\t}\n}\n",
            "class Program\n{\n\tpublic static async Task Main(string[] args)\n\t{\n\t\tvar builder = " +
                "WebApplication.CreateBuilder(args);\n\t\tbuilder.AddSessions();\n\t\tawait using var app = " +
                "builder.Build();\n\t\tapp.UseAzuSessions();\n\n\t\tawait app.RunAsync();\n\t}\n}\n"
        },
        {
            "var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nvar text = \"\"\"\napp.Run();\n\"\"\";\napp.Run();",
            "var builder = WebApplication.CreateBuilder(args);\nbuilder.AddSessions();\nvar app = builder.Build();\nvar text = " +
                "\"\"\"\napp.Run();\n\"\"\";\napp.UseAzuSessions();\n\napp.Run();"
        },
        {
            "var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nvar x = y ??\napp.MapGet(\"/\", () => 1);\napp.Run();",
            "var builder = WebApplication.CreateBuilder(args);\nbuilder.AddSessions();\nvar app = builder.Build();\napp.UseAzuSessions();\n\nvar x = y " +
                "??\napp.MapGet(\"/\", () => 1);\napp.Run();"
        },
        {
            "WebApplicationBuilder host = WebApplication\r\n    .CreateSlimBuilder(\r\n        args); // slim\r\n/* var app = host.Build(); " +
                "*/\nWebApplication web =\n    host.Build();\r\nif (web.Environment.IsDevelopment())\r\n{\r\n    web.MapOpenApi();\r\n}\r\nweb\r\n    " +
                ".UseHttpsRedirection()\r\n    .UseHsts();\r\nweb\r\n    .UseAuthentication()\r\n    .UseAuthorization();\r\nweb.Run();",
            "WebApplicationBuilder host = WebApplication\r\n    .CreateSlimBuilder(\r\n        args); // slim\r\n/* var app = host.Build(); " +
                "*/\nhost.AddSessions();\nWebApplication web =\n    host.Build();\r\nif (web.Environment.IsDevelopment())\r\n{\r\n    " +
                "web.MapOpenApi();\r\n}\r\nweb\r\n    .UseHttpsRedirection()\r\n    .UseHsts();\r\nweb.UseAzuSessions();\r\n\r\nweb\r\n    " +
                ".UseAuthentication()\r\n    .UseAuthorization();\r\nweb.Run();"
        },
        {
            "var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp\n  .UseRouting(); // routes\n#if " +
                "DEBUG\napp.UseDebugging();\n#endif\napp.UseAuthorization();\napp.Run();",
            "var builder = WebApplication.CreateBuilder(args);\nbuilder.AddSessions();\nvar app = builder.Build();\napp\n  .UseRouting(); // " +
                "routes\napp.UseAzuSessions();\n#if DEBUG\napp.UseDebugging();\n#endif\napp.UseAuthorization();\napp.Run();"
        },
        {
            "var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nif (app.Configuration[\"auth\"] is not null) { " +
                "app.UseAuthentication(); }\napp.MapGet(\"/\", () => \"app.UseRouting();\");\napp.Run();",
            "var builder = WebApplication.CreateBuilder(args);\nbuilder.AddSessions();\nvar app = builder.Build();\napp.UseAzuSessions();\nif " +
                "(app.Configuration[\"auth\"] is not null) { app.UseAuthentication(); }\napp.MapGet(\"/\", () => \"app.UseRouting();\");\napp.Run();"
        },
        {
            "var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.UseRouting();",
            "var builder = WebApplication.CreateBuilder(args);\nbuilder.AddSessions();\nvar app = builder.Build();\napp.UseRouting();\napp.UseAzuSessions();"
        },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_program_of_any_form_gets_both_lines_and_keeps_every_other_byte(string program, string expected)
    {
        Assert.Equal(expected, After(program).Text);
        // Both are there, so a second run leaves it.
        Assert.Equal((expected, FileChange.Unchanged), (After(expected).Text, After(expected).Change));
    }

    [Fact]
    public void A_byte_that_is_no_line_ending_and_a_mark_stay_as_they_are()
    {
        var path = _directory.File("Program.cs");
        // Unpaired carriage returns, a form feed and trailing blanks, behind a byte order mark.
        var program = "\ufeffvar builder = WebApplication.CreateBuilder(args);  \r\n\f// a\r// b\u2028// c\nvar app = " +
            "builder.Build();\r\n\r\n\napp.Run();\r\n   ";
        File.WriteAllText(path, program, new System.Text.UTF8Encoding(false));
        AddSessions("Program.cs");
        Assert.Equal(
            program.Replace("var app", "builder.AddSessions();\r\nvar app", StringComparison.Ordinal)
                .Replace("app.Run();", "app.UseAzuSessions();\r\n\r\napp.Run();", StringComparison.Ordinal),
            System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(path)));
    }

    [Fact]
    public void One_line_that_is_there_is_not_told_again()
    {
        var (_, change, byHand) = After("var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddAzuSessions();\nvar app = " +
            "builder.Build();\napp.Run();");
        Assert.Equal(FileChange.Kept, change);
        Assert.StartsWith("app.UseAzuSessions();", Assert.Single(byHand), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_endings_and_the_byte_order_mark_stay()
    {
        var path = _directory.File("crlf.cs");
        File.WriteAllText(path, NewWebProject.Program.ReplaceLineEndings("\r\n"), new System.Text.UTF8Encoding(true));
        AddSessions("crlf.cs");
        var bytes = File.ReadAllBytes(path);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.DoesNotContain("\n", File.ReadAllText(path).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private (string Text, FileChange Change, IReadOnlyList<string> ByHand) After(string program)
    {
        var path = _directory.File("Program.cs");
        File.WriteAllText(path, program);
        var (change, left) = AddSessions("Program.cs");
        return (File.ReadAllText(path), change, left?.Lines ?? []);
    }

    private (FileChange Change, ManualWork? Left) AddSessions(string name)
    {
        var sources = ProjectSources.In(_directory.Path);
        return new ProgramFile(new TextFile(_directory.File(name)), sources.Find(name)!, sources).AddSessions(isConfigured: true);
    }
}
