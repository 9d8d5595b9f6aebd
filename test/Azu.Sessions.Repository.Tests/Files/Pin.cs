namespace Azu.Sessions.Repository.Tests;

/// <summary>A package that stays behind its newest major version, and why.</summary>
/// <param name="Package">The package.</param>
/// <param name="Version">The version that is used instead: where one project names another than Directory.Packages.props, that one.</param>
/// <param name="Reason">What the newest version would cost.</param>
internal sealed record Pin(string Package, string Version, string Reason)
{
    private const string DotNet10 = "Version 11 belongs to .NET 11. What ships is for .NET 10, and an application on it should not be led to libraries of " +
        "the next one.";
    private const string RestoresOnDotNet11 = "Version 11 does not restore for net10.0.";

    private const string BesideDotNet10 = "Applications on .NET 10 have version 10, and beside that one the sessions are tested.";

    public static readonly IReadOnlyList<Pin> All =
    [
        new("MessagePack", "2.5.305", "SignalR over Redis, version 10, is built on MessagePack 2."),
        new("Microsoft.AspNetCore.DataProtection.StackExchangeRedis", "10.0.15", BesideDotNet10),
        new("Microsoft.AspNetCore.Authentication.OpenIdConnect", "10.0.15", RestoresOnDotNet11),
        new("Microsoft.AspNetCore.Mvc.Testing", "10.0.15", RestoresOnDotNet11),
        new("Microsoft.AspNetCore.SignalR.Client", "10.0.15", BesideDotNet10),
        new("Microsoft.AspNetCore.SignalR.StackExchangeRedis", "10.0.15", BesideDotNet10),
        new("Microsoft.AspNetCore.TestHost", "10.0.15", RestoresOnDotNet11),
        new("Microsoft.Data.Sqlite", "10.0.15", "Entity Framework Core 10 goes with this one, and its version 11 does not restore for net10.0."),
        new("Microsoft.EntityFrameworkCore.Relational", "10.0.15", RestoresOnDotNet11),
        new("Microsoft.EntityFrameworkCore.Sqlite", "10.0.15", RestoresOnDotNet11),
        new("Microsoft.Extensions.Caching.StackExchangeRedis", "10.0.15", BesideDotNet10),
        new("Microsoft.Extensions.DependencyInjection", "10.0.15", DotNet10),
        new("Microsoft.Extensions.Hosting.Abstractions", "10.0.15", DotNet10),
        new("Microsoft.Extensions.Options.ConfigurationExtensions", "10.0.15", DotNet10),
        new("Microsoft.Extensions.TimeProvider.Testing", "10.11.0", DotNet10),
        new("StackExchange.Redis", "2.13.17",
            "What ships is compiled against the oldest client that applications may have. Tests, tools and samples run on the newest."),
    ];
}
