namespace Azu.Cli.Tests;

/// <summary>Where two lines go in a program, and where nobody should guess.</summary>
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
    [InlineData("public class Program { static void Main() { var builder = WebApplication.CreateBuilder(); var app = builder.Build(); app.Run(); } }")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = Configure(builder);\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\n/*\nvar app = builder.Build();\n*/\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nvar text = \"\"\"\napp.Run();\n\"\"\";\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\n#if DEBUG\nvar app = builder.Build();\n#endif\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nif (x) { app.UseRouting(); }\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nvar x = y ??\napp.MapGet(\"/\", () => 1);\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\nvar other = builder.Build();\napp.Run();")]
    public void Where_nobody_should_guess_the_lines_are_told_and_the_file_stays(string program)
    {
        var (text, change, byHand) = After(program);
        Assert.Equal((program, FileChange.Kept, 2), (text, change, byHand.Count));
    }

    [Fact]
    public void One_line_that_is_there_is_not_told_again()
    {
        var (_, change, byHand) = After("var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddAzuSessions();\nvar app = builder.Build();\napp.Run();");
        Assert.Equal(FileChange.Kept, change);
        Assert.StartsWith("app.UseAzuSessions();", Assert.Single(byHand), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_endings_and_the_byte_order_mark_stay()
    {
        var path = _directory.File("crlf.cs");
        File.WriteAllText(path, NewWebProject.Program.ReplaceLineEndings("\r\n"), new System.Text.UTF8Encoding(true));
        new ProgramFile(new TextFile(path)).AddSessions();
        var bytes = File.ReadAllBytes(path);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.DoesNotContain("\n", File.ReadAllText(path).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private (string Text, FileChange Change, IReadOnlyList<string> ByHand) After(string program)
    {
        var path = _directory.File("Program.cs");
        File.WriteAllText(path, program);
        var (change, byHand) = new ProgramFile(new TextFile(path)).AddSessions();
        return (File.ReadAllText(path), change, byHand);
    }
}
