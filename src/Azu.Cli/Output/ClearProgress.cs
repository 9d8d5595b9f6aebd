using System.Globalization;
using Spectre.Console;

namespace Azu.Cli;

/// <summary>The progress of a clear: a bar on a screen, a line for each tenth in a file, nothing for a program.</summary>
internal sealed class ClearProgress(CommandOutput output) : IProgress<long>
{
    private const int Parts = 10;

    private long _total;
    private long _cleared;
    private long _reportedParts;
    private ProgressTask? _bar;

    /// <summary>The number of sessions that are gone.</summary>
    public long Cleared => Interlocked.Read(ref _cleared);

    public async Task<long> RunAsync(Func<Task<long>> count, Func<IProgress<long>, Task<long>> clear)
    {
        if (output.IsJson) return await clear(this);
        if (output.Style == OutputStyle.Plain)
        {
            _total = await count();
            output.Line($"Clearing {Number(_total)} session(s)");
            return await clear(this);
        }

        return await output.Screen.Progress().HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var counting = context.AddTask("Counting", autoStart: true).IsIndeterminate();
                _total = await count();
                counting.Description = $"Counted {Number(_total)}";
                counting.IsIndeterminate(false).Value(100).StopTask();
                _bar = context.AddTask("Clearing", maxValue: Math.Max(1, _total));
                var cleared = await clear(this);
                // Some may have ended by themselves since they were counted.
                _bar.Value(_bar.MaxValue).StopTask();
                return cleared;
            });
    }

    public void Report(long value)
    {
        Interlocked.Exchange(ref _cleared, value);
        if (_bar is not null)
        {
            _bar.Value = Math.Min(value, _bar.MaxValue);
            _bar.Description = $"Cleared {Number(value)}";
        }
        if (output.Style != OutputStyle.Plain || _total == 0 || value * Parts / _total is var part && part <= _reportedParts) return;
        _reportedParts = value * Parts / _total;
        output.Line($"Cleared {Number(value)} of {Number(_total)}");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
