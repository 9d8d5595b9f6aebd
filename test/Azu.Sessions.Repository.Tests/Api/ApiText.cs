using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Azu.Sessions.Repository.Tests;

/// <summary>The public surface of an assembly as text that a person compares: a line per type, and below it a line per member, sorted by name.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) => Of(assembly.GetTypes());

    public static string Of(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (var group in types.Where(IsVisible).GroupBy(t => t.Namespace).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(group.Key).Append('\n');
            foreach (var type in group.OrderBy(t => t.FullName, StringComparer.Ordinal))
            {
                text.Append('\n').Append(ApiType.Header(type)).Append('\n');
                foreach (var line in Members(type)) text.Append("    ").Append(line).Append('\n');
            }
            text.Append('\n');
        }
        return text.ToString().TrimEnd('\n') + '\n';
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetValuesAsUnderlyingType(type).Cast<object>()
            .Select(value => FormattableString.Invariant($"{Enum.GetName(type, value)} = {value}"));
        if (typeof(Delegate).IsAssignableFrom(type)) return [];
        return type.GetMembers(Declared).Select(member => (member.Name, Line: ApiMember.Line(member))).Where(m => m.Line is not null)
            .OrderBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.Line, StringComparer.Ordinal).Select(m => m.Line!);
    }

    /// <summary>Seen from another assembly. The compiler's own types have names that no program can write.</summary>
    private static bool IsVisible(Type type) =>
        !type.Name.Contains('<', StringComparison.Ordinal) && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && (type.DeclaringType is { } outer
            ? (type.IsNestedPublic || (!outer.IsSealed && (type.IsNestedFamily || type.IsNestedFamORAssem))) && IsVisible(outer)
            : type.IsPublic);
}
