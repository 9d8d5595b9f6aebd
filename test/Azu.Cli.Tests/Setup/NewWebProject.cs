namespace Azu.Cli.Tests;

/// <summary>What <c>dotnet new web</c> writes.</summary>
internal static class NewWebProject
{
    public const string ProjectFile = """
        <Project Sdk="Microsoft.NET.Sdk.Web">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>

        </Project>

        """;

    public const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();

        app.MapGet("/", () => "Hello World!");

        app.Run();

        """;
}
