namespace Azu.Sessions.Repository.Tests;

/// <summary>The other half: used in an attribute only, which leaves nothing but a name behind.</summary>
[LaidBy(typeof(Chicken))]
internal sealed class Egg;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class LaidByAttribute(Type layer) : Attribute
{
    public Type Layer => layer;
}
