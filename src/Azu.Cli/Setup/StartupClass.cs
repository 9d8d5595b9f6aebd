using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>The class that adds services and middleware to a generic host, and the names in it.</summary>
/// <param name="File">Its file.</param>
/// <param name="Name">Its name.</param>
/// <param name="Services">The parameter of ConfigureServices.</param>
/// <param name="App">The parameter of Configure.</param>
/// <param name="Configuration">Its member with the configuration; null: it has none.</param>
/// <param name="Environment">Its member with the environment; null: it has none.</param>
internal sealed record StartupClass(string File, string Name, string Services, string App, string? Configuration, string? Environment)
{
    public static StartupClass? Find(ProjectSources sources) =>
        (from file in sources.Containing("IApplicationBuilder")
         from type in file.All<ClassDeclarationSyntax>()
         from configure in type.Members.OfType<MethodDeclarationSyntax>()
         where configure.Identifier.ValueText == "Configure"
         let app = Parameter(configure.ParameterList, "IApplicationBuilder")
         where app is not null
         select Of(file, type, app)).FirstOrDefault();

    private static StartupClass Of(SourceFile file, ClassDeclarationSyntax type, string app)
    {
        var services = type.Members.OfType<MethodDeclarationSyntax>().Where(m => m.Identifier.ValueText == "ConfigureServices")
            .Select(m => Parameter(m.ParameterList, "IServiceCollection")).FirstOrDefault();
        return new(file.Name, type.Identifier.ValueText, services ?? "services", app, Member(type, "IConfiguration", "IConfigurationRoot"),
            Member(type, "IWebHostEnvironment", "IHostEnvironment"));
    }

    private static string? Parameter(ParameterListSyntax? list, params string[] types) =>
        list?.Parameters.FirstOrDefault(p => types.Contains(p.Type.LastName()))?.Identifier.ValueText;

    /// <summary>A property, a field or a parameter of the primary constructor.</summary>
    private static string? Member(ClassDeclarationSyntax type, params string[] types)
    {
        foreach (var member in type.Members)
        {
            if (member is PropertyDeclarationSyntax property && types.Contains(property.Type.LastName())) return property.Identifier.ValueText;
            if (member is FieldDeclarationSyntax { Declaration: var declaration }
                && types.Contains(declaration.Type.LastName()))
                return declaration.Variables[0].Identifier.ValueText;
        }
        return Parameter(type.ParameterList, types);
    }
}
