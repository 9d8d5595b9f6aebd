namespace Azu.Sessions.Repository.Tests;

/// <summary>Half of a circle that the check has to find: used in a method body only.</summary>
internal static class Chicken
{
    public static object Lay() => new Egg();
}
