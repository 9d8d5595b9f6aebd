namespace Azu.Sessions.Conformance;

/// <summary>Starts tasks at one moment, so that they really meet.</summary>
internal static class Together
{
    /// <summary>Runs <paramref name="count"/> tasks at once, and returns what each came to.</summary>
    public static async Task<T[]> RunAsync<T>(int count, Func<int, Task<T>> run)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tasks = Enumerable.Range(0, count).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return await run(i);
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(tasks);
    }

    /// <summary>Runs different tasks at once.</summary>
    public static Task RunAsync(params Func<Task>[] runs) => RunAsync(runs.Length, async i =>
    {
        await runs[i]();
        return true;
    });
}
