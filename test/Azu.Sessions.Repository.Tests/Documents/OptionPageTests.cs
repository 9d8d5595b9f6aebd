using System.Text.RegularExpressions;
using Azu.Sessions.Dashboard;
using Azu.Sessions.Database;
using Azu.Sessions.Redis;

namespace Azu.Sessions.Repository.Tests;

/// <summary>Each option has its row in the page that says what it means, and each row is an option.</summary>
public sealed partial class OptionPageTests
{
    /// <summary>The options, the page, the heading of the table, and what the names in the table begin with.</summary>
    public static TheoryData<Type, string, string, string> Tables { get; } = new()
    {
        { typeof(AzuSessionsOptions), "docs/options.md", "AzuSessionsOptions", "" },
        { typeof(SessionCookieOptions), "docs/options.md", "Cookie", "Cookie." },
        { typeof(SessionResilienceOptions), "docs/outages.md", "Deadlines, repetitions, circuits", "" },
        { typeof(SessionEncryptionOptions), "docs/protection.md", "Encryption", "" },
        { typeof(SessionBindingOptions), "docs/protection.md", "Client binding", "" },
        { typeof(NearCacheOptions), "docs/near-cache.md", "Options", "" },
        { typeof(MemoryStoreOptions), "docs/stores/memory.md", "Options", "" },
        { typeof(RedisStoreOptions), "docs/stores/redis.md", "Options", "" },
        { typeof(DatabaseStoreOptions), "docs/stores/database.md", "Options", "" },
        { typeof(DevicesOptions), "docs/devices.md", "Options", "" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void The_table_has_each_option_and_no_other(Type options, string page, string heading, string prefix)
    {
        var rows = Rows(page, heading).ToList();
        var declared = options.GetProperties().Where(p => p.DeclaringType == options)
            .SelectMany(p => IsGroup(p.PropertyType) && rows.TrueForAll(r => r != prefix + p.Name)
            ? p.PropertyType.GetProperties().Select(inner => $"{p.Name}.{inner.Name}")
            : [p.Name]).Where(n => options != typeof(AzuSessionsOptions) || !n.StartsWith("Cookie.", StringComparison.Ordinal));
        Assert.Equal(declared.Select(n => prefix + n).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_options_class_is_left_out()
    {
        var tables = Tables.Select(row => row.Data.Item1).ToList();
        var groups = tables.SelectMany(t => t.GetProperties()).Select(p => p.PropertyType).ToHashSet();
        // One threshold, in a sentence; and what only has methods.
        Type[] elsewhere = [typeof(SessionCompressionOptions), typeof(CookieStoreOptions)];
        var all = Package.All.SelectMany(p => p.Load().GetExportedTypes()).Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal));
        Assert.All(all, type =>
            Assert.True(tables.Contains(type) || groups.Contains(type) || elsewhere.Contains(type), $"{type.Name} has no table in the documents."));
    }

    private static bool IsGroup(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal);

    /// <summary>The names in the first column of the tables between a heading and the next of its level.</summary>
    private static IEnumerable<string> Rows(string page, string heading)
    {
        var section = RepositoryTree.Read(page).Split('\n').SkipWhile(line => line.TrimStart('#', ' ') != heading || !line.StartsWith('#')).ToList();
        Assert.True(section.Count > 0, $"{page} has no heading '{heading}'.");
        var level = section[0].TakeWhile(c => c == '#').Count();
        return section.Skip(1).TakeWhile(line => !line.StartsWith('#') || line.TakeWhile(c => c == '#').Count() > level)
            .Select(line => Row().Match(line)).Where(m => m.Success).Select(m => m.Groups["name"].Value);
    }

    [GeneratedRegex(@"^\| `(?<name>[A-Z][A-Za-z.]*)` \|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
