using System.Collections;
using System.Reflection;
using System.Text;
using Azu.Sessions.Database;
using Azu.Sessions.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.Repository.Tests;

/// <summary>Every options class can be configured by a file, as the page of options shows.</summary>
public sealed class ConfigurationPageTests : IDisposable
{
    private readonly IConfigurationRoot _file = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json))).Build();

    private static string Json => Assert.Single(CodeBlock.AllIn(RepositoryTree.Read("docs/options.md")), b => b.Language == "json").Text;

    /// <summary>The part of the section, the type that it configures, and whether it is that of the list of revocations.</summary>
    public static TheoryData<string, Type, bool> Parts { get; } = new()
    {
        { "", typeof(AzuSessionsOptions), false },
        { "Resilience", typeof(SessionResilienceOptions), false },
        { "Encryption", typeof(SessionEncryptionOptions), false },
        { "Compression", typeof(SessionCompressionOptions), false },
        { "NearCache", typeof(NearCacheOptions), false },
        { "MemoryStore", typeof(MemoryStoreOptions), false },
        { "RedisStore", typeof(RedisStoreOptions), false },
        { "DatabaseStore", typeof(DatabaseStoreOptions), false },
        { "Revocations:RedisStore", typeof(RedisStoreOptions), true },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void What_the_file_of_the_page_says_is_in_effect(string part, Type type, bool isOfList)
    {
        var services = new ServiceCollection().AddLogging();
        var section = _file.GetSection("Sessions");
        var sessions = services.AddAzuSessionsCore<Visit>(section);
        var inCookies = services.AddAzuSessionsCore<OtherVisit>(section).UseCookieStore(c => c.RevokeInRedis("localhost"));
        if (type == typeof(DatabaseStoreOptions)) sessions.UseDatabaseStore("Host=localhost");
        else sessions.UseRedisStore("localhost");
        using var provider = services.BuildServiceProvider();
        var monitor = provider.GetRequiredService(typeof(IOptionsMonitor<>).MakeGenericType(type));
        var options = monitor.GetType().GetMethod("Get")!.Invoke(monitor, [isOfList ? inCookies.OptionsName + ".Revocations" : sessions.OptionsName])!;
        var said = part.Length == 0 ? section : section.GetSection(part);
        Assert.NotEmpty(said.GetChildren());
        AssertSays(said, options, topLevelOnly: part.Length == 0);
    }

    public void Dispose() => ((IDisposable)_file).Dispose();

    private static void AssertSays(IConfigurationSection said, object options, bool topLevelOnly)
    {
        foreach (var setting in said.GetChildren())
        {
            var property = options.GetType().GetProperty(setting.Key, BindingFlags.Public | BindingFlags.Instance);
            if (property is null && topLevelOnly && Parts.Any(row => row.Data.Item1.Split(':')[0] == setting.Key)) continue;
            Assert.True(property is not null, $"{options.GetType().Name} has no {setting.Key}.");
            var value = property.GetValue(options);
            if (setting.Value is { } text) Assert.Equal(text, Text(value, text), ignoreCase: true);
            else if (value is IEnumerable values and not string) Assert.Equal(setting.GetChildren().Select(c => c.Value),
                values.Cast<object>().Select(v => v.ToString()));
            else AssertSays(setting, value!, topLevelOnly: false);
        }
    }

    private static string? Text(object? value, string like) =>
        value is TimeSpan time && TimeSpan.Parse(like, System.Globalization.CultureInfo.InvariantCulture) == time ? like : value?.ToString();

    private sealed record Visit;

    private sealed record OtherVisit;
}
