using System.Reflection;

namespace Azu.Sessions.Repository.Tests;

/// <summary>
/// What the compiler recorded about null: one byte (0 unknown, 1 not null, 2 nullable) for each part of a type, outside before inside, left to
/// right; one byte for all of them if they agree; none if they agree with what the nearest member or type around says. Value types without type
/// arguments have none, and neither has the <see cref="Nullable{T}"/> around one. Read here and not by <see cref="NullabilityInfoContext"/>, which
/// takes every unconstrained <c>T</c> for <c>T?</c>.
/// </summary>
internal sealed class NullMarks
{
    private readonly IReadOnlyList<byte> _marks;
    private int _next;

    private NullMarks(IEnumerable<CustomAttributeData> own, MemberInfo? around) =>
        _marks = Recorded(own, "NullableAttribute") ?? Around(around);

    public static NullMarks Of(ParameterInfo parameter) => new(parameter.CustomAttributes, parameter.Member);

    public static NullMarks Of(MemberInfo member) => new(member.CustomAttributes, member.DeclaringType);

    public static NullMarks OfTypeParameter(Type parameter) =>
        new(parameter.CustomAttributes, (MemberInfo?)parameter.DeclaringMethod ?? parameter.DeclaringType);

    /// <summary>The mark of the next part.</summary>
    public byte Next() => _marks.Count == 1 ? _marks[0] : _marks[_next++];

    private static IReadOnlyList<byte> Around(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            if (Recorded(member.CustomAttributes, "NullableContextAttribute") is { } marks) return marks;
        }
        return [0];
    }

    private static IReadOnlyList<byte>? Recorded(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(a => a.AttributeType.Name == name)?.ConstructorArguments[0].Value switch
        {
            byte one => [one],
            IEnumerable<CustomAttributeTypedArgument> many => [.. many.Select(m => (byte)m.Value!)],
            _ => null,
        };
}
