using System.Reflection;
using System.Xml.Linq;

namespace Azu.Sessions.Repository.Tests;

/// <summary>What an editor shows of a package is what its users can name: all of it, and nothing else.</summary>
[Collection(nameof(PackedTree))]
public sealed class DocumentationTests(PackedTree packed)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // By the names that documentation files have for types.
    private static readonly Dictionary<string, Type> s_types =
        Package.All.SelectMany(p => p.Load().GetTypes()).Where(t => !t.FullName!.Contains('<', StringComparison.Ordinal))
            .ToDictionary(t => t.FullName!.Replace('+', '.'));

    public static TheoryData<string> Libraries => [.. Package.All.Select(p => p.Name).Where(n => n != "Azu.Cli")];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_documents_nothing_that_is_not_public(string name)
    {
        var file = Documentation(name);
        var members = file.Descendants("member").Select(m => (string)m.Attribute("name")!).ToList();
        Assert.NotEmpty(members);
        Assert.All(members, id => Assert.True(IsPublic(id), $"{name} documents {id}, which is not public."));
        Assert.All(file.Descendants().Attributes("cref"), cref =>
            Assert.True(IsForeign(cref.Value) || IsPublic(cref.Value), $"{name} speaks of {cref.Value}, which is not public."));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Everything_public_is_documented(string name)
    {
        var documented = Documentation(name).Descendants("member").Select(m => Split((string)m.Attribute("name")!)).ToHashSet();
        foreach (var type in Package.Of(name).Load().GetExportedTypes())
        {
            var typeName = type.FullName!.Replace('+', '.');
            Assert.Contains((typeName, ""), documented);
            // What the compiler wrote itself (records, enumeration values' field) has no text.
            foreach (var method in type.GetMethods(All).Where(m => m.IsPublic && !m.IsSpecialName && m.GetBaseDefinition() == m && IsWritten(m)))
                Assert.Contains((typeName, method.Name), documented);
        }
    }

    [Fact]
    public void An_internal_type_and_an_internal_member_are_told_from_public_ones()
    {
        Assert.True(IsPublic("T:Azu.Sessions.SessionManager`1"));
        Assert.True(IsPublic("M:Azu.Sessions.SessionManager`1.ClearAsync(System.IProgress{System.Int64})"));
        var hidden = typeof(SessionId).Assembly.GetTypes()
            .First(t => t.IsNotPublic && t.Namespace == "Azu.Sessions" && !t.Name.Contains('<', StringComparison.Ordinal));
        Assert.False(IsPublic("T:" + hidden.FullName));
        Assert.False(IsPublic("M:Azu.Sessions.SessionId.NoSuchMethod"));
    }

    private XDocument Documentation(string name)
    {
        using var package = packed.Open(name);
        return XDocument.Parse(package.ReadText($"lib/net10.0/{name}.xml"));
    }

    private static bool IsPublic(string id)
    {
        var (typeName, member) = Split(id);
        if (!s_types.TryGetValue(typeName, out var type) || !IsVisible(type)) return false;
        return member.Length == 0 || type.GetMembers(All).Any(m => m.Name == member && IsVisible(m));
    }

    private static bool IsForeign(string cref) => cref.StartsWith("!:", StringComparison.Ordinal)
        ? throw new InvalidOperationException($"The compiler did not find {cref}.")
        : !cref[2..].StartsWith("Azu.", StringComparison.Ordinal);

    /// <summary>The type and the member, without kinds, parameters and the number of type parameters of a method.</summary>
    private static (string Type, string Member) Split(string id)
    {
        var name = id[2..].Split('(', '~')[0];
        if (id[0] == 'T') return (name, "");
        var dot = name.LastIndexOf('.');
        return (name[..dot], name[(dot + 1)..].Split("``")[0].Replace('#', '.'));
    }

    private static bool IsVisible(Type type) =>
        type.IsVisible || (type is { DeclaringType: { } outer } && (type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(outer));

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo { AddMethod: { } add } => IsVisible(add),
        _ => false,
    };

    private static bool IsWritten(MethodInfo method) =>
        !method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)) && !method.Name.Contains('<', StringComparison.Ordinal)
            && !method.Name.Contains('.', StringComparison.Ordinal)
        && !method.DeclaringType!.IsSubclassOf(typeof(MulticastDelegate)) && !IsImplementation(method);

    /// <summary>What an interface of the framework promises is documented there.</summary>
    private static bool IsImplementation(MethodInfo method) => !method.DeclaringType!.IsInterface && method.DeclaringType.GetInterfaces()
        .Any(i => !method.DeclaringType.IsGenericTypeDefinition && method.DeclaringType.GetInterfaceMap(i).TargetMethods.Contains(method));
}
