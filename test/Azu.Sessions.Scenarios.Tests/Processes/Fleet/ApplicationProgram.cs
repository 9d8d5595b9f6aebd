namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>
/// How an application of this tree is started: by the runtime, or as <c>eng/aot.sh</c> has published it, where <c>AZU_TEST_AOT</c> names the folder.
/// </summary>
internal static class ApplicationProgram
{
    private static readonly string? s_published = Environment.GetEnvironmentVariable("AZU_TEST_AOT") is { Length: > 0 } folder ? folder : null;

    /// <summary>What compiles the applications of this run.</summary>
    public static string Compiler => s_published is null ? "JIT" : "AOT";

    /// <summary>The program to start, and what its arguments begin with.</summary>
    public static (string Program, string[] Arguments) Of(string name) =>
        s_published is { } folder
            ? (Path.Combine(folder, name, name), [])
            : (Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
                ? path
                : "dotnet", [Path.Combine(AppContext.BaseDirectory, name + ".dll")]);
}
