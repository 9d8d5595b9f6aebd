using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PublicDocs;

/// <summary>What can be named from outside of an assembly, by the ids that the compiler writes into documentation files.</summary>
internal sealed class PublicSurface
{
    private readonly HashSet<string> _visible = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    public static PublicSurface Of(string path)
    {
        var reference = MetadataReference.CreateFromFile(path);
        var compilation = CSharpCompilation.Create("reader", references: [reference]);
        var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;
        var surface = new PublicSurface();
        surface.Add(assembly.GlobalNamespace);
        return surface;
    }

    public bool Contains(string id) => _visible.Contains(id);

    /// <summary>Whether an id is of this assembly and cannot be named from outside.</summary>
    public bool Hides(string id)
    {
        if (id.Length < 3 || id[1] != ':' || _visible.Contains(id)) return false;
        var name = WithoutParameters(id)[2..];
        return _types.Contains(name) || (name.LastIndexOf('.') is var dot and > 0 && _types.Contains(name[..dot]));
    }

    /// <summary>The name of a member or type, as a reader says it.</summary>
    public static string ShortName(string id) => WithoutParameters(id).Split(':', '.')[^1].Split('`')[0];

    private static string WithoutParameters(string id) => id.Split('(')[0];

    private void Add(INamespaceSymbol place)
    {
        foreach (var inner in place.GetNamespaceMembers()) Add(inner);
        foreach (var type in place.GetTypeMembers()) Add(type, isReachable: true);
    }

    private void Add(INamedTypeSymbol type, bool isReachable)
    {
        var id = type.GetDocumentationCommentId()!;
        _types.Add(id[2..]);
        isReachable &= IsVisible(type);
        if (isReachable) _visible.Add(id);
        foreach (var member in type.GetMembers())
        {
            if (member is INamedTypeSymbol nested) Add(nested, isReachable);
            else if (isReachable && IsVisible(member)) _visible.Add(member.GetDocumentationCommentId()!);
        }
    }

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
}
