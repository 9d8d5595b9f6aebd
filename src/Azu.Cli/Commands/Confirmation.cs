namespace Azu.Cli;

/// <summary>A question that has to be answered with yes before something is lost.</summary>
internal static class Confirmation
{
    /// <exception cref="CliException">The answer is no, or nobody is there to give one.</exception>
    public static async Task AskAsync(CommandRun run, string question)
    {
        if (!run.Environment.IsInputTerminal || run.Output.IsJson)
            throw new CliException(ExitCode.Refused, $"{question}\nNobody is here to answer, so nothing was done. To do it without being asked: --force");
        run.Environment.Out.Write($"{question} ");
        await run.Environment.Out.FlushAsync(run.Cancellation);
        var answer = await AnswerAsync(run);
        if (answer?.Trim().ToLowerInvariant() is not ("y" or "yes")) throw new CliException(ExitCode.Refused, "Nothing was done.");
    }

    private static async Task<string?> AnswerAsync(CommandRun run)
    {
        try
        {
            return await Task.Run(run.Environment.In.ReadLine, CancellationToken.None).WaitAsync(run.Cancellation);
        }
        catch (OperationCanceledException)
        {
            // What is said about it gets a line of its own.
            run.Output.Line();
            throw;
        }
    }
}
