namespace Azu.Cli;

/// <summary>The directory, variables and streams of a command. Tests replace them.</summary>
internal sealed record CliEnvironment
{
    private const int MinWidth = 60;
    private const int WidthWithoutTerminal = 120;

    /// <summary>Where the project, its setup and its <c>.env</c> are looked for.</summary>
    public required string Directory { get; init; }

    /// <summary>A variable of the environment.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a terminal can answer a question.</summary>
    public required bool IsInputTerminal { get; init; }

    /// <summary>Whether the output goes to a screen, and not into a file or another program.</summary>
    public required bool IsOutputTerminal { get; init; }

    /// <summary>The columns of the screen.</summary>
    public required int Width { get; init; }

    /// <summary>Whether the program runs on Windows.</summary>
    public bool IsWindows { get; init; } = OperatingSystem.IsWindows();

    /// <summary>Whether commands are likely typed into PowerShell. Git Bash and other shells of Unix on Windows set SHELL.</summary>
    public bool IsPowerShell => IsWindows && string.IsNullOrEmpty(Variable("SHELL"));

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Those of this process.</summary>
    public static CliEnvironment OfProcess() => new()
    {
        Directory = System.IO.Directory.GetCurrentDirectory(),
        Variable = System.Environment.GetEnvironmentVariable,
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        IsInputTerminal = !Console.IsInputRedirected,
        IsOutputTerminal = !Console.IsOutputRedirected && System.Environment.GetEnvironmentVariable("TERM") != "dumb",
        Width = Console.IsOutputRedirected ? WidthWithoutTerminal : Math.Max(MinWidth, Console.WindowWidth),
    };
}
