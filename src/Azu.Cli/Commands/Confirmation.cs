namespace Azu.Cli;

/// <summary>A question that must be answered with yes before data is deleted.</summary>
internal static class Confirmation
{
    /// <exception cref="CliException">The answer is no, or no terminal can give one.</exception>
    public static async Task AskAsync(CommandRun run, string question)
    {
        if (!run.Environment.IsInputTerminal || run.Output.IsJson)
            throw new CliException(ExitCode.Refused, $"{question}\nNo terminal can answer, so nothing was done. Skip the confirmation with --force.");
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
            // The message about it starts on a new line.
            run.Output.Line();
            throw;
        }
    }
}
