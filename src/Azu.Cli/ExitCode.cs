namespace Azu.Cli;

/// <summary>What the command line ends with. The numbers are a promise to scripts: <c>docs/command-line.md</c> lists them.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong arguments, or an environment variable that is missing or wrong.</summary>
    public const int Usage = 2;

    /// <summary>The confirmation was declined, or no terminal could answer it.</summary>
    public const int Refused = 3;

    public const int Unreachable = 4;

    /// <summary>Ctrl-C, as shells number it.</summary>
    public const int Interrupted = 130;
}
