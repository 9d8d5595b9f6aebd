using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>Where types live and what they are called.</summary>
public sealed partial class NamingTests
{
    private static readonly string[] s_entryPoints = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder", "Microsoft.EntityFrameworkCore"];

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

    // As a word of a name: Database and Base64 are others.
    [GeneratedRegex("(Helper|Util|Utils|Utility|Utilities|Common|Base)s?(?![a-z0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Vague();
}
