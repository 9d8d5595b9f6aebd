namespace Azu.Cli;

/// <summary>Ends a command with an exit code and a message for its caller.</summary>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
