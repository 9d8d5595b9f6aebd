using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Azu.Cli;

/// <summary>The ASP.NET Core project in a directory.</summary>
internal sealed class WebProject
{
    private const string WebSdk = "Microsoft.NET.Sdk.Web";

    private readonly XDocument _xml;

    private WebProject(string path, XDocument xml) => (Path, _xml) = (path, xml);

    public string Path { get; }

    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>As MSBuild makes it: a name that begins with a digit or has a hyphen is not a name in C#.</summary>
    public string RootNamespace => Value("RootNamespace") ?? Identifier(System.IO.Path.GetFileNameWithoutExtension(Path));

    /// <summary>A name for keys and codes: small letters, digits and hyphens.</summary>
    public string Application => string.Concat(System.IO.Path.GetFileNameWithoutExtension(Path).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    /// <summary>Whether versions of packages stand in Directory.Packages.props and not here.</summary>
    public bool HasCentralVersions
    {
        get
        {
            for (var folder = new DirectoryInfo(Directory); folder is not null; folder = folder.Parent)
            {
                var file = System.IO.Path.Combine(folder.FullName, "Directory.Packages.props");
                if (File.Exists(file)) return File.ReadAllText(file).Contains("<ManagePackageVersionsCentrally>true", StringComparison.OrdinalIgnoreCase);
            }
            return false;
        }
    }

    /// <param name="directory">The current directory.</param>
    /// <param name="choice">The project file, or its folder. Null: the one in the directory.</param>
    /// <exception cref="CliException">There is none, there are several, or it is not for a web application in C#.</exception>
    public static WebProject In(string directory, string? choice = null)
    {
        var path = choice is null ? directory : System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, choice));
        if (System.IO.Directory.Exists(path)) path = Single(path);
        else if (!File.Exists(path)) throw new CliException(ExitCode.Failed, $"{choice} does not exist. Give --project a project file or its folder.");
        if (System.IO.Path.GetExtension(path) is ".fsproj" or ".vbproj")
            throw new CliException(ExitCode.Failed, $"{System.IO.Path.GetFileName(path)} is not a C# project, and session:setup writes only C#. Nothing was changed. Reference {PackageVersion.Web} and the package of the store, and call services.AddAzuSessions and app.UseAzuSessions in its code.");
        if (!string.Equals(System.IO.Path.GetExtension(path), ".csproj", StringComparison.OrdinalIgnoreCase)) throw new CliException(ExitCode.Failed, $"{choice} is not a C# project. Give --project a .csproj file or its folder.");
        var project = new WebProject(path, Load(path));
        if (!project.IsWeb)
            throw new CliException(ExitCode.Failed, $"{project.FileName} is not an ASP.NET Core project: its SDK is not {WebSdk}. Sessions belong to web applications. Create one with: dotnet new web");
        return project;
    }

    private static string Single(string directory)
    {
        var projects = System.IO.Directory.GetFiles(directory, "*.csproj").Order(StringComparer.Ordinal).ToList();
        if (projects.Count == 0) projects = [.. System.IO.Directory.GetFiles(directory, "*.fsproj"), .. System.IO.Directory.GetFiles(directory, "*.vbproj")];
        return projects switch
        {
            [var one] => one,
            [] => throw new CliException(ExitCode.Failed, $"There is no C# project in {directory}. Go to the folder of one, choose one with --project, or create one: dotnet new web"),
            _ => throw new CliException(ExitCode.Failed, $"There are {projects.Count} projects in {directory}: {string.Join(", ", projects.Select(p => System.IO.Path.GetFileName(p)))}. Choose one: azu session:setup --project {System.IO.Path.GetFileName(projects[0])}"),
        };
    }

    /// <summary>Whether it references a package, or the project of that name.</summary>
    public bool References(string package) =>
        Items("PackageReference").Any(name => string.Equals(name, package, StringComparison.OrdinalIgnoreCase)) ||
        Items("ProjectReference").Any(path => string.Equals(System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')), package, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds packages at the end of the project file. Everything else in it stays.</summary>
    public void Add(IReadOnlyCollection<PackageVersion> packages, TextFile file)
    {
        var text = file.Read();
        var end = text.LastIndexOf("</Project>", StringComparison.Ordinal);
        if (end < 0) throw new CliException(ExitCode.Failed, $"{FileName} has no </Project>.");
        var withVersions = !HasCentralVersions;
        var group = new StringBuilder("  <ItemGroup>\n");
        foreach (var package in packages) group.Append("    ").Append(withVersions ? package.Reference : package.ReferenceWithoutVersion).Append('\n');
        group.Append("  </ItemGroup>\n\n");
        file.Write(text[..end] + group + text[end..]);
    }

    private bool IsWeb => ((string?)_xml.Root?.Attribute("Sdk"))?.StartsWith(WebSdk, StringComparison.OrdinalIgnoreCase) == true
        || Items("FrameworkReference").Contains("Microsoft.AspNetCore.App", StringComparer.OrdinalIgnoreCase);

    private string? Value(string property) =>
        _xml.Descendants().FirstOrDefault(e => e.Name.LocalName == property)?.Value.Trim() is { Length: > 0 } value && !value.Contains('$') ? value : null;

    private IEnumerable<string> Items(string item) => _xml.Descendants().Where(e => e.Name.LocalName == item).Select(e => (string?)e.Attribute("Include")).OfType<string>();

    private static string Identifier(string name)
    {
        var text = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '_' or '.' ? c : '_'));
        return string.Join('.', text.Split('.').Select(part => part.Length == 0 || char.IsDigit(part[0]) ? "_" + part : part));
    }

    private static XDocument Load(string path)
    {
        try
        {
            return XDocument.Load(path);
        }
        catch (XmlException e)
        {
            throw new CliException(ExitCode.Failed, $"{System.IO.Path.GetFileName(path)} cannot be read: {e.Message}");
        }
    }
}
