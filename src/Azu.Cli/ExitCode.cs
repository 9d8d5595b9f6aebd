namespace Azu.Cli;

/// <summary>The exit codes of the command line. Scripts rely on the numbers: <c>docs/command-line.md</c> lists them.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong arguments, or an environment variable that is missing or wrong.</summary>
    public const int Usage = 2;

    /// <summary>The confirmation was declined, or no terminal could answer it.</summary>
    public const int Refused = 3;

    public const int Unreachable = 4;

    /// <summary>A setup did its part, and the output says what is left to do by hand.</summary>
    public const int Incomplete = 5;

    /// <summary>Ctrl+C, as shells number it.</summary>
    public const int Interrupted = 130;
}
