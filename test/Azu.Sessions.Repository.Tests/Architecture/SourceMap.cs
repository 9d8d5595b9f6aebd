using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Azu.Sessions.Repository.Tests;

/// <summary>Which source file each type of an assembly stands in, read from the assembly's debug information.</summary>
internal sealed class SourceMap
{
    // "TypeDefinitionDocuments" of the portable PDB format: the files of types that have no method body of their own.
    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly Dictionary<Type, string> _files = [];

    public SourceMap(Assembly assembly)
    {
        using var stream = File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb"));
        using var provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        var reader = provider.GetMetadataReader();
        var folder = $"/{assembly.GetName().Name}/";
        foreach (var type in assembly.GetTypes())
        {
            var own = Documents(reader, type).Select(path => InProject(path, folder)).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault();
            if (own is not null) _files.TryAdd(Outermost(type), own);
        }
    }

    /// <summary>The path below the project's folder; null for what the compiler or a generator made.</summary>
    public string? FileOf(Type type) => _files.GetValueOrDefault(Outermost(type));

    public static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<string> Documents(MetadataReader reader, Type type)
    {
        foreach (var method in type.GetMembers(All).OfType<MethodBase>())
        {
            var debug = reader.GetMethodDebugInformation(MetadataTokens.MethodDebugInformationHandle(method.MetadataToken & 0x00FFFFFF));
            if (!debug.Document.IsNil) yield return Name(reader, debug.Document);
        }
        foreach (var handle in reader.GetCustomDebugInformation(MetadataTokens.EntityHandle(type.MetadataToken)))
        {
            var information = reader.GetCustomDebugInformation(handle);
            if (reader.GetGuid(information.Kind) != s_typeDocuments) continue;
            var blob = reader.GetBlobReader(information.Value);
            while (blob.RemainingBytes > 0) yield return Name(reader, MetadataTokens.DocumentHandle(blob.ReadCompressedInteger()));
        }
    }

    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static string Name(MetadataReader reader, DocumentHandle handle) => reader.GetString(reader.GetDocument(handle).Name).Replace('\\', '/');

    private static string? InProject(string path, string folder)
    {
        var start = path.LastIndexOf(folder, StringComparison.Ordinal);
        if (start < 0) return null;
        var relative = path[(start + folder.Length)..];
        return relative.StartsWith("obj/", StringComparison.Ordinal) ? null : relative;
    }
}
