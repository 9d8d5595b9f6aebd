using System.Reflection;
using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>Where types live and what they are called.</summary>
public sealed partial class NamingTests
{
    private static readonly string[] s_entryPoints = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder",
        "Microsoft.EntityFrameworkCore"];

    public static TheoryData<string> Packages => Package.Names;

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_one_namespace_besides_its_extension_classes(string name)
    {
        var package = Package.Of(name);
        Assert.All(Written(package).Where(t => t.Namespace != package.Namespace), type =>
        {
            Assert.True(s_entryPoints.Contains(type.Namespace), $"{type.FullName} belongs into the namespace {package.Namespace}.");
            Assert.True(type is { IsAbstract: true, IsSealed: true }, $"{type.FullName}: only static classes live in {type.Namespace}.");
        });
    }

    [Fact]
    public void No_type_is_named_after_nothing_in_particular() =>
        Assert.All(Package.All.Where(p => File.Exists(p.ProjectPath)).SelectMany(Written), type =>
            Assert.False(Vague().IsMatch(type.Name), $"{type.FullName}: say what it does instead."));

    [Fact]
    public void There_is_one_manager_at_most()
    {
        var managers = Package.All.Where(p => File.Exists(p.ProjectPath)).SelectMany(Written).Where(t => t.Name.Contains("Manager", StringComparison.Ordinal));
        Assert.True(managers.Count() <= 1, $"More than one manager: {string.Join(", ", managers)}");
    }

    [Fact]
    public void No_name_has_a_word_that_the_glossary_replaced()
    {
        var refused = RefusedWords();
        Assert.True(refused.Count >= 10, "The glossary's last column was not read.");
        Assert.All(Package.All.Where(p => File.Exists(p.ProjectPath)).SelectMany(Written), type =>
            Assert.All(NamesOf(type), name =>
                Assert.False(refused.Any(w => HasWords(name, w)), $"{type.FullName}: {name} has a word that docs/glossary.md replaced.")));
    }

    [Theory]
    [InlineData("MixedUpLane", "Lane", true)]
    [InlineData("_lanes", "Lane", false)]
    [InlineData("PlaneTests", "Lane", false)]
    [InlineData("ISessionHandle", "SessionHandle", true)]
    [InlineData("SessionHandler", "SessionHandle", false)]
    public void A_refused_word_is_a_whole_word_of_a_name(string name, string word, bool refused) => Assert.Equal(refused, HasWords(name, word));

    [Fact]
    public void A_bound_is_called_Max_or_Min() =>
        Assert.All(Package.All.Where(p => File.Exists(p.ProjectPath)).SelectMany(Written), type =>
            Assert.All(type.GetFields(Everything).Where(f => f.IsLiteral || (f.IsInitOnly && f.IsStatic)), field =>
                Assert.False(Bound().IsMatch(field.Name), $"{type.FullName}.{field.Name}: a bound begins with Max or Min.")));

    [Theory]
    [InlineData("SessionHelper", true)]
    [InlineData("HttpUtil", true)]
    [InlineData("CommonOptions", true)]
    [InlineData("StoreBase", true)]
    [InlineData("StoreBase`1", true)]
    [InlineData("CookieUtilities", true)]
    [InlineData("DatabaseStore", false)]
    [InlineData("Base64UrlReader", false)]
    [InlineData("SessionBaseline", false)]
    public void The_check_on_names_reads_words(string name, bool vague) => Assert.Equal(vague, Vague().IsMatch(name));

    private static IEnumerable<Type> Written(Package package)
    {
        var assembly = package.Load();
        var sources = new SourceMap(assembly);
        return assembly.GetTypes().Where(t => sources.FileOf(t) is not null && !t.Name.Contains('<', StringComparison.Ordinal));
    }

    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static IEnumerable<string> NamesOf(Type type) => type.GetMembers(Everything).Select(m => m.Name).Append(type.Name);

    /// <summary>Whether the words are in the name, one after the other and whole.</summary>
    private static bool HasWords(string name, string words)
    {
        for (var at = name.IndexOf(words, StringComparison.Ordinal); at >= 0; at = name.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            var end = at + words.Length;
            if (end == name.Length || !char.IsAsciiLetterLower(name[end])) return true;
        }
        return false;
    }

    /// <summary>The last column of the tables in docs/glossary.md.</summary>
    private static List<string> RefusedWords() =>
    [
        .. File.ReadLines(RepositoryTree.PathOf("docs/glossary.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|')[^2].Trim())
            .Where(cell => cell.Length > 0 && cell != "not")
            .SelectMany(cell => cell.Split(", ")),
    ];

    [GeneratedRegex("^(s_)?(Most|Least|Longest|Shortest|Largest|most|least|longest|shortest|largest)([A-Z]|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bound();

    // As a word of a name: Database and Base64 are others.
    [GeneratedRegex("(Helper|Util|Utils|Utility|Utilities|Common|Base)s?(?![a-z0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Vague();
}
