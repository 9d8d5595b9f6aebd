using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Azu.Cli;

/// <summary>The usual help, and below it how a command is used.</summary>
internal sealed class HelpWithExamples(HelpAction help, CommandShell shell) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = shell.ExamplesOf(parseResult.CommandResult.Command);
        if (examples.Count == 0) return ExitCode.Done;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return ExitCode.Done;
    }
}
