using System.Text.RegularExpressions;

namespace Azu.Sessions.Scenarios.Tests.Processes;

public sealed partial class AotPageTests
{
    [Fact]
    public void The_page_about_native_AOT_names_every_test_class_that_runs_there()
    {
        var tests = GetType().Assembly.GetExportedTypes()
            .Where(type => type.Namespace == GetType().Namespace && !type.IsAbstract
            && type.GetMethods().Any(m => m.IsDefined(typeof(FactAttribute), inherit: false))).Select(type => type.Name);
        var named = File.ReadLines(RepositoryTree.PathOf("docs/aot.md")).SkipWhile(line => line != "## What runs in the tests").Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith('|')).SelectMany(line => TestClass().Matches(line)).Select(match => match.Groups["name"].Value);
        Assert.Equal(tests.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`(?<name>[A-Za-z]+Tests)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestClass();
}
