using System.CommandLine;
using System.CommandLine.Invocation;

namespace Azu.Cli;

/// <summary>What is said about a line of arguments that cannot be read: to people on the error stream, to programs as the one JSON document.</summary>
internal static class UsageError
{
    /// <param name="arguments">What was typed.</param>
    /// <param name="mistake">Names what is wrong with it, and what may have been meant.</param>
    /// <param name="environment">Where to write.</param>
    /// <param name="isJson">Whether a program reads it. Asked of the words: where arguments cannot be read, neither can that option.</param>
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
