using System.Reflection;

namespace Azu.Cli.Tests;

/// <summary>The StackExchange.Redis that the tests run on, which is what a set-up refers to.</summary>
internal static class RedisClient
{
    public static string Version { get; } = typeof(StackExchange.Redis.ConnectionMultiplexer).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>How project files name it, with any version.</summary>
    public static string Reference(string version) => $"\"StackExchange.Redis\" Version=\"{version}\"";
}
