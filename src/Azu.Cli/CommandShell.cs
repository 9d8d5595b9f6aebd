using System.CommandLine;

namespace Azu.Cli;

/// <summary>The parts that all commands share: their environment, <c>--json</c>, the examples in their help, and the exit code of an exception.</summary>
internal sealed class CommandShell(CliEnvironment environment)
{
    private readonly Dictionary<Command, string[]> _examples = [];

    /// <summary>The actor in the audit for each change of this tool.</summary>
    public const string Actor = "azu";

    public const string JsonName = "--json";

    public Option<bool> Json { get; } = new(JsonName) { Description = "Write one JSON document instead of text", Recursive = true };

    /// <summary>The examples of a command, for its help.</summary>
    public IReadOnlyList<string> ExamplesOf(Command command) => _examples.GetValueOrDefault(command) ?? [];

    /// <summary>Says what a command does.</summary>
    public Command Define(Command command, Func<CommandRun, Task<int>> work, params string[] examples)
    {
        _examples[command] = examples;
        command.SetAction((arguments, cancellation) => RunAsync(arguments, work, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, Func<CommandRun, Task<int>> work, CancellationToken cancellation)
    {
        var output = new CommandOutput(environment, arguments.GetValue(Json));
        var run = new CommandRun(arguments, environment, output, new Variables(environment), cancellation);
        try
        {
            return await work(run);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new Failure(ExitCode.Interrupted, "Stopped.").Report(output, environment.Error);
        }
        catch (Exception e) when (Failure.Of(e) is { } failure)
        {
            return failure.At(run.Location).Report(output, environment.Error);
        }
    }
}
