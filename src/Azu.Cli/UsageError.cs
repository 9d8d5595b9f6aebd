using System.CommandLine;
using System.CommandLine.Invocation;

namespace Azu.Cli;

/// <summary>Reports arguments that cannot be parsed: on the error stream, or as the one JSON document.</summary>
internal static class UsageError
{
    /// <param name="arguments">The arguments.</param>
    /// <param name="mistake">Names the error, and suggests similar names.</param>
    /// <param name="environment">Where to write.</param>
    /// <param name="isJson">Whether --json is among them. It is not parsed, since the parser has failed.</param>
    public static int Report(ParseResult arguments, ParseErrorAction mistake, CliEnvironment environment, bool isJson)
    {
        mistake.ShowHelp = false;
        using var said = new StringWriter();
        // The library writes its suggestions to the output, where they would be in the way of what a program reads.
        arguments.Invoke(new() { Output = said, Error = said });
        var command = arguments.CommandResult.Command;
        var lines = said.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Append($"azu {(command is RootCommand ? "" : $"{command.Name} ")}--help shows how it is used.");
        return new Failure(ExitCode.Usage, string.Join('\n', lines)).Report(new CommandOutput(environment, isJson), environment.Error);
    }
}
