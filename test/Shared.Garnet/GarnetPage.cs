using System.Reflection;

namespace Azu.Sessions.TestSupport;

/// <summary>What of the tests of a namespace does not run on Garnet, by its types and by the page that gives the reasons.</summary>
public static class GarnetPage
{
    /// <summary>Compares the test classes beside <paramref name="one"/> that run on Redis alone with the table under the heading of their namespace.</summary>
    public static void AssertNamesWhatDoesNotRun(Type one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var tests = one.Assembly.GetExportedTypes().Where(type => type.Namespace == one.Namespace && !type.IsAbstract && HasFacts(type)).ToList();
        var onGarnet = tests.Where(type => type.Name.Contains("Garnet", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(onGarnet);
        // The facts of a class are its own or those of its ancestors.
        var covered = onGarnet.SelectMany(Ancestors).ToHashSet();
        var missing = tests.Except(onGarnet).Where(type => !Ancestors(type).Any(covered.Contains)).Select(type => type.Name);
        Assert.Equal(missing.Order(StringComparer.Ordinal), Rows(one.Namespace!).Order(StringComparer.Ordinal));
    }

    private static bool HasFacts(Type type) => type.GetMethods().Any(method => method.GetCustomAttributes<FactAttribute>().Any());

    /// <summary>The classes that bring facts, each kit class as its generic definition.</summary>
    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            var definition = ancestor.IsGenericType ? ancestor.GetGenericTypeDefinition() : ancestor;
            if (definition.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance)
                .Any(method => method.GetCustomAttributes<FactAttribute>().Any())) yield return definition;
        }
    }

    private static IEnumerable<string> Rows(string section)
    {
        var lines = File.ReadAllLines(RepositoryTree.PathOf("docs/garnet.md")).SkipWhile(line => line != $"### {section}").Skip(1)
            .TakeWhile(line => !line.StartsWith('#')).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        foreach (var cells in lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            Assert.True(cells.Length == 2 && cells[1].Length > 0, $"{cells[0]} has no reason.");
            foreach (var name in cells[0].Split(", ")) yield return name.Trim('`');
        }
    }
}
