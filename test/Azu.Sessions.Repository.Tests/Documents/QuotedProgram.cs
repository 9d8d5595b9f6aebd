using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Sessions.Repository.Tests;

/// <summary>A block of C# from a document, made whole as its reader would: with the variables that every Program.cs has, and types last.</summary>
internal static class QuotedProgram
{
    // What the project file of a web application imports, and the namespace that our pages tell their readers to import.
    private static readonly string[] s_implicit =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Threading",
            "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    // What an editor adds when a name is typed. A block that has its own lines of `using` gets none of these.
    private static readonly string[] s_offered =
    [
        "Azu.Sessions", "Azu.Sessions.Conformance", "Azu.Sessions.Database", "Azu.Sessions.Testing", "Microsoft.AspNetCore.Authentication",
            "Microsoft.AspNetCore.Authentication.OpenIdConnect", "Microsoft.AspNetCore.DataProtection",
            "Microsoft.AspNetCore.HttpOverrides", "Microsoft.AspNetCore.Mvc",
        "Microsoft.EntityFrameworkCore", "Microsoft.IdentityModel.Protocols.OpenIdConnect", "StackExchange.Redis", "System.Net", "System.Security.Claims",
            "System.Text.Json.Serialization",
    ];

    // In the order in which one makes the next.
    private static readonly (string Name, string Declaration)[] s_variables =
    [
        ("builder", "var builder = WebApplication.CreateBuilder(args);"),
        ("app", "var app = builder.Build();"),
        ("sessions", "var sessions = app.Services.GetRequiredService<SessionManager<UserSession>>();"),
        ("address", "var address = \"localhost:6379\";"),
        ("ChangePassword", "static void ChangePassword() { }"),
    ];

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>What the compiler says against a block; empty where it compiles.</summary>
    public static IReadOnlyList<string> Compile(string block, string besides = "")
    {
        var program = Complete(block);
        SyntaxTree[] trees = besides.Length == 0
            ? [program] : [program,
            CSharpSyntaxTree.ParseText(string.Concat(s_offered.Select(u => $"using {u};\n")) + Without(besides, program), s_language, "besides.cs")];
        var kind = program.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any() ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        var compilation = CSharpCompilation.Create("Quoted", [.. trees, CSharpSyntaxTree.ParseText(GlobalUsings(s_implicit), s_language)], s_references,
            new(kind, nullableContextOptions: NullableContextOptions.Enable));
        return [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())];
    }

    private static SyntaxTree Complete(string block)
    {
        var root = Parse(block);
        // A member stands in a class that the page does not show.
        if (root.Members is [MethodDeclarationSyntax or GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax }]
            && (root.Members[0] is MethodDeclarationSyntax || block.StartsWith("protected ", StringComparison.Ordinal)))
            root = Parse($"sealed class Shown : DbContext\n{{\n{block}}}");
        var usings = root.Usings.Count > 0 ? [] : s_offered;
        var statements = root.Members.OfType<GlobalStatementSyntax>().ToList();
        var assumed = statements.Count == 0 ? [] : Assumed(statements);
        var text = string.Concat(usings.Select(u => $"using {u};\n")) + root.Usings.ToFullString()
            + string.Concat(assumed.Select(v => v + "\n")) + string.Concat(statements.Select(s => s.ToFullString()))
            + string.Concat(root.Members.Where(m => m is not GlobalStatementSyntax).Select(m => m.ToFullString()));
        return CSharpSyntaxTree.ParseText(text, s_language, "block.cs");
    }

    private static List<string> Assumed(List<GlobalStatementSyntax> statements)
    {
        var declared = statements.SelectMany(s => s.DescendantNodes()).OfType<VariableDeclaratorSyntax>().Select(v => v.Identifier.Text)
            .Concat(statements.SelectMany(s => s.DescendantNodes()).OfType<ParameterSyntax>().Select(p => p.Identifier.Text)).ToHashSet();
        var used = statements.SelectMany(s => s.DescendantNodes()).OfType<IdentifierNameSyntax>().Select(n => n.Identifier.Text).ToHashSet();
        var assumed = new List<string>();
        foreach (var (name, declaration) in s_variables.Reverse())
        {
            if (!used.Contains(name) || declared.Contains(name)) continue;
            assumed.Insert(0, declaration);
            used.UnionWith(Parse(declaration).DescendantNodes().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.Text));
        }
        return assumed;
    }

    /// <summary>The types that the block does not declare itself.</summary>
    private static string Without(string types, SyntaxTree program)
    {
        var declared = program.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(t => !t.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Select(t => t.Identifier.Text).ToHashSet();
        return string.Concat(Parse(types).Members.OfType<BaseTypeDeclarationSyntax>().Where(t => !declared.Contains(t.Identifier.Text))
            .Select(t => t.ToFullString()));
    }

    private static CompilationUnitSyntax Parse(string text) => (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, s_language).GetRoot();

    private static string GlobalUsings(string[] namespaces) => string.Concat(namespaces.Select(n => $"global using {n};\n"));
}
